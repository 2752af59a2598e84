import { fileURLToPath } from 'node:url';
import { COST_BUCKET, FOLDER } from '../../unit/cost/support/objects';
import type { Absentee, Contestant } from '../contest';
import { startPeer } from './process';

/** Peers written in Python run where there is one with their packages; `PYTHON` names another. */
export const PYTHON = process.env['PYTHON'] ?? 'python3';

/** Which screens of a table are looked at; see astropy_peer.py. */
export type TableWork = 'table-first' | 'table-scroll' | 'table-jump';

/** The two ways astropy reads from the server: plain http, and S3. */
export async function remoteAstropy(
  work: 'hdu-list' | 'section' | TableWork,
  endpoint: string,
  key: string,
): Promise<(Contestant | Absentee)[]> {
  const path = `${COST_BUCKET}/${key}`;
  return [
    await start('astropy, fsspec http', 'astropy_peer.py', [work, 'http', endpoint, path]),
    await start('astropy, s3fs', 'astropy_peer.py', [work, 's3', endpoint, path]),
  ];
}

/** What of a Roman file is read; see asdf_peer.py. */
export type AsdfWork = 'asdf-tree' | 'asdf-section' | 'asdf-picture';

/** The two ways asdf reads from the server. */
export async function remoteAsdf(
  work: AsdfWork,
  endpoint: string,
  key: string,
): Promise<(Contestant | Absentee)[]> {
  const path = `${COST_BUCKET}/${key}`;
  return [
    await start('asdf, fsspec http', 'asdf_peer.py', [work, 'http', endpoint, path]),
    await start('asdf, s3fs', 'asdf_peer.py', [work, 's3', endpoint, path]),
  ];
}

/** The lz4 package, which is lz4 itself, over a file of chunks. */
export async function pythonLz4(path: string): Promise<(Contestant | Absentee)[]> {
  return [await start('lz4 in Python (C)', 'asdf_peer.py', ['lz4', 'file', path])];
}

/** astropy.wcs on a file with the text of a header, or gwcs on one with a tree; see wcs_peer.py. */
export async function pythonWcs(
  kind: 'fits' | 'gwcs',
  path: string,
  points: number,
  step: number,
): Promise<(Contestant | Absentee)[]> {
  const name = kind === 'fits' ? 'astropy.wcs' : 'gwcs';
  return [await start(name, 'wcs_peer.py', [kind, path, String(points), String(step)])];
}

/** healpy; see healpix_peer.py. */
export async function pythonHealpix(
  work: string,
  count: number,
): Promise<(Contestant | Absentee)[]> {
  return [await start('healpy', 'healpix_peer.py', [work, String(count)])];
}

/** What of a catalogue is asked; see pyarrow_peer.py. */
export type CatalogueWork = 'plan' | 'box' | 'cone';

/** pyarrow over s3fs: of the whole folder, and of the folders of the pixels alone. */
export async function pythonPyarrow(
  work: CatalogueWork,
  endpoint: string,
  path: string,
): Promise<(Contestant | Absentee)[]> {
  const arrow = (name: string, folders: string): Promise<Contestant | Absentee> =>
    start(name, 'pyarrow_peer.py', [work, folders, endpoint, path]);
  return [
    await arrow('pyarrow, s3fs', 'all'),
    await arrow('pyarrow, s3fs, its folders named', 'chosen'),
  ];
}

export async function localAstropy(
  work: 'decode' | 'tiles',
  path: string,
): Promise<(Contestant | Absentee)[]> {
  return [await start('astropy', 'astropy_peer.py', [work, 'file', path])];
}

export async function botocore(endpoint: string): Promise<(Contestant | Absentee)[]> {
  const { bucket, prefix, delimiter } = FOLDER;
  return [await start('botocore', 'botocore_peer.py', [endpoint, bucket, prefix, delimiter])];
}

/** Starts a script of this folder. */
function start(
  name: string,
  script: string,
  options: readonly string[],
): Promise<Contestant | Absentee> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return startPeer(name, PYTHON, [path, ...options]);
}
