import type { TestProject } from 'vitest/node';
import { startS3Server } from '../support/s3/server';
import { fillEmbedded, fillReal } from './fill';
import { findVersitygw, startVersitygw, versitygwVersion, type RealServer } from './versitygw';

/** A server the suite runs against. */
export interface Store {
  readonly name: string;
  readonly endpoint: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The embedded server, and the real one where there is one. */
    stores: readonly Store[];
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
  const real = await startReal();
  if ('notRun' in real) {
    process.stdout.write(`Storage suite against a real server: not run: ${real.notRun}.\n`);
  } else {
    stores.push({ name: `versitygw ${versitygwVersion}`, endpoint: real.endpoint });
  }
  project.provide('stores', stores);
  return async () => {
    await Promise.all([embedded.close(), 'notRun' in real ? undefined : real.close()]);
  };
}
