import type { TestProject } from 'vitest/node';
import { startS3Server } from '../support/s3/server';
import { fillEmbedded, fillReal, fillWritable } from './fill';
import { findMinio, startMinio } from './minio';
import type { RealServer } from './real-server';
import { findVersitygw, startVersitygw, versitygwVersion } from './versitygw';

/** A server the suite runs against. */
export interface Store {
  readonly name: string;
  readonly endpoint: string;
  /** True where its very answers are those of Amazon S3; others are asked through our own code alone. */
  readonly speaksAsAmazon: boolean;
}

/** A server that is written to. */
export interface WritableStore extends Pick<Store, 'name' | 'endpoint'> {
  /** Who may do everything. */
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** True where who does not sign may do all that a policy allows, and not just put, get, list and delete. */
  readonly anonymousMayAll: boolean;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The embedded server, and the real ones that are there. */
    stores: readonly Store[];
    /** The same for writing: another embedded server, which verifies signatures. */
    writable: readonly WritableStore[];
  }
}

/** A server that is not ours, and how much of S3 it does as Amazon does it. */
interface Peer extends Pick<Store, 'speaksAsAmazon'>, Pick<WritableStore, 'anonymousMayAll'> {
  readonly name: string;
  readonly found: { readonly binary: string } | { readonly notRun: string };
  readonly start: (binary: string) => Promise<RealServer>;
}

async function startPeer(peer: Peer): Promise<RealServer | undefined> {
  const { found, name } = peer;
  if ('notRun' in found) {
    process.stdout.write(`Storage suite against ${name}: not run: ${found.notRun}.\n`);
    return undefined;
  }
  const server = await peer.start(found.binary);
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
  const stores: Store[] = [{ name: 'embedded', endpoint: embedded.endpoint, speaksAsAmazon: true }];
  const keys = { accessKeyId: 'AKIASUITE', secretAccessKey: 'the secret/of+the suite' };
  const signing = await startS3Server({ users: [keys] });
  fillWritable(signing);
  const writable: WritableStore[] = [
    { name: 'embedded', endpoint: signing.endpoint, keys, anonymousMayAll: true },
  ];
  const servers: { close(): Promise<void> }[] = [embedded, signing];
  const peers: readonly Peer[] = [
    {
      name: `versitygw ${versitygwVersion}`,
      found: await findVersitygw(),
      start: startVersitygw,
      speaksAsAmazon: true,
      anonymousMayAll: false,
    },
    {
      name: 'MinIO',
      found: findMinio(),
      start: startMinio,
      speaksAsAmazon: false,
      anonymousMayAll: true,
    },
  ];
  for (const peer of peers) {
    const real = await startPeer(peer);
    if (real !== undefined) {
      const { name, speaksAsAmazon, anonymousMayAll } = peer;
      const { endpoint, accessKeyId, secretAccessKey } = real;
      servers.push(real);
      stores.push({ name, endpoint, speaksAsAmazon });
      writable.push({ name, endpoint, keys: { accessKeyId, secretAccessKey }, anonymousMayAll });
    }
  }
  project.provide('stores', stores);
  project.provide('writable', writable);
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
}
