import type { TestProject } from 'vitest/node';
import { startS3Server } from '../support/s3/server';
import { fillEmbedded, fillReal, fillWritable } from './fill';
import { findVersitygw, startVersitygw, versitygwVersion, type RealServer } from './versitygw';

/** A server the suite runs against. */
export interface Store {
  readonly name: string;
  readonly endpoint: string;
}

/** A server that is written to. */
export interface WritableStore extends Store {
  /** Who may do everything. */
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** True where who does not sign may do all that a policy allows, and not just put, get, list and delete. */
  readonly anonymousMayAll: boolean;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The embedded server, and the real one where there is one. */
    stores: readonly Store[];
    /** The same for writing: another embedded server, which verifies signatures. */
    writable: readonly WritableStore[];
  }
}

async function startReal(): Promise<RealServer | { notRun: string }> {
  const found = await findVersitygw();
  if ('notRun' in found) {
    return found;
  }
  const server = await startVersitygw(found.binary);
  try {
    await fillReal(server);
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Starts and fills the servers once for all files of the suite. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const embedded = await startS3Server({ unsignedOnly: true });
  fillEmbedded(embedded);
  const stores: Store[] = [{ name: 'embedded', endpoint: embedded.endpoint }];
  const keys = { accessKeyId: 'AKIASUITE', secretAccessKey: 'the secret/of+the suite' };
  const signing = await startS3Server({ users: [keys] });
  fillWritable(signing);
  const writable: WritableStore[] = [
    { name: 'embedded', endpoint: signing.endpoint, keys, anonymousMayAll: true },
  ];
  const real = await startReal();
  if ('notRun' in real) {
    process.stdout.write(`Storage suite against a real server: not run: ${real.notRun}.\n`);
  } else {
    const name = `versitygw ${versitygwVersion}`;
    const { endpoint, accessKeyId, secretAccessKey } = real;
    stores.push({ name, endpoint });
    writable.push({
      name,
      endpoint,
      keys: { accessKeyId, secretAccessKey },
      anonymousMayAll: false,
    });
  }
  project.provide('stores', stores);
  project.provide('writable', writable);
  return async () => {
    await Promise.all([
      embedded.close(),
      signing.close(),
      'notRun' in real ? undefined : real.close(),
    ]);
  };
}
