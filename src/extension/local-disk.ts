import { NodeLocalDisk } from '../platform/node/local-disk';

/** The files of this machine: one for all that is downloaded or exported, so that room on the disk is given once. */
export const localDisk = new NodeLocalDisk();
