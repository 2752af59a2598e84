import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import { HduIndex } from '../../core/fits/hdu-index';
import { formatMoc } from '../../core/healpix/moc/format-moc';
import type { Moc } from '../../core/healpix/moc/moc';
import { readMoc } from '../../core/healpix/moc/moc-fits';
import { parseMoc } from '../../core/healpix/moc/moc-text';
import { NodeInflate } from '../../platform/node/inflate';
import type { RegionSpec } from '../../core/catalogs/request/request';
import type { Host } from '../host';
import { baseName } from '../uris';

/** Longer texts are refused where the region is read. */
const MOST_BYTES = 64e6;
const FITS = 'SIMPLE  =';

/**
 * Asks for a file with a coverage map (MOC: FITS, ASCII or JSON) and reads it.
 *
 * @returns null where the user chose none
 * @throws SkybucketError `format`, `unsupported`, `too-large`, or what reading throws
 */
export async function openMoc(
  host: Pick<Host, 'open'>,
  signal: AbortSignal,
): Promise<{ readonly region: RegionSpec } | null> {
  const { l10n } = vscode;
  const [file] =
    (await vscode.window.showOpenDialog({
      title: l10n.t('Open Coverage Map (MOC)'),
      openLabel: l10n.t('Open'),
      canSelectMany: false,
      filters: {
        [l10n.t('Coverage Maps')]: ['fits', 'fit', 'moc', 'txt', 'json'],
        [l10n.t('All Files')]: ['*'],
      },
    })) ?? [];
  if (file === undefined) {
    return null;
  }
  const moc = await mocOf(host, file, signal);
  return { region: { kind: 'moc', text: formatMoc(moc), name: baseName(file) } };
}

async function mocOf(
  host: Pick<Host, 'open'>,
  file: vscode.Uri,
  signal: AbortSignal,
): Promise<Moc> {
  const { reader, close } = await host.open(file);
  try {
    const size = await reader.size({ signal });
    if (size > MOST_BYTES) {
      throw new SkybucketError('too-large', 'The coverage map is too long to be read.', {
        hint: 'Write it at a lower order.',
      });
    }
    const start = new TextDecoder('latin1').decode(await reader.readUpTo(0, 80, { signal }));
    if (!start.startsWith(FITS)) {
      return parseMoc(new TextDecoder().decode(await reader.read(0, size, { signal })));
    }
    // A coverage map is the first table.
    const hdu = await new HduIndex(reader).hdu(1, { signal });
    return await readMoc(reader, hdu, new NodeInflate(), { signal });
  } finally {
    await close();
  }
}
