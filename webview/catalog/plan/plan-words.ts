import type { CatalogPlan, CatalogProgress, CatalogResult } from '../../../src/protocol/catalog';
import { countOf, formatBytes, formatCount, formatShare } from '../../../src/protocol/figures';

/** What a plan says, as names and values. */
export function planEntries(
  plan: CatalogPlan,
): readonly (readonly [name: string, value: string])[] {
  const { rows, rowGroups, pixels, spent } = plan;
  const read = `${formatBytes(plan.bytes)} in ${countOf(plan.requests, 'request')}`;
  return [
    ['Reads', read],
    ['Rows', `${about(rows.expected)}, at most ${formatCount(rows.atMost)}`],
    ...(pixels === undefined
      ? []
      : ([['Pixels', `${formatCount(pixels.count)} of HEALPix order ${pixels.order}`]] as const)),
    ['Partitions', `${formatCount(plan.partitions)}, ${countOf(plan.files, 'file')}`],
    ['Row groups', `${formatCount(rowGroups.chosen)} of ${formatCount(rowGroups.all)}`],
    ['Planning took', `${formatBytes(spent.bytes)} in ${countOf(spent.requests, 'request')}`],
  ];
}

/** `8.4 MB, about 12,300 rows` */
export function shortWords({ bytes, rows }: CatalogPlan): string {
  return `${formatBytes(bytes)}, ${about(rows.expected)} rows`;
}

/** `about 12,300`: an estimate has three digits. */
function about(rows: number): string {
  const rounded = rows < 1000 ? Math.round(rows) : Number(rows.toPrecision(3));
  return `about ${formatCount(rounded)}`;
}

/** Why running it is asked about. */
export function askWords({ bytes, requests, rows }: CatalogPlan): string {
  return `This reads ${formatBytes(bytes)} in ${countOf(requests, 'request')} for ${about(rows.expected)} rows, which is above the limit of the settings.`;
}

export function planningWords({ done, known }: { done: number; known: number }): string {
  return known === 0 ? 'Planning…' : `Planning: ${formatCount(done)} of ${countOf(known, 'file')}…`;
}

/** `Reading 12.3 of 45 MB · 3 of 12 row groups · 12,345 rows` */
export function progressWords(
  progress: CatalogProgress | undefined,
  paused: boolean,
  engine: string,
): string {
  const doing = paused ? 'Paused' : engine === '' ? 'Reading' : `${engine} is working`;
  if (progress === undefined) {
    return `${doing}…`;
  }
  const { bytes, ofBytes, rowGroups, ofRowGroups, rows } = progress;
  const at = paused ? `${doing} at` : doing;
  const read = ofBytes > 0 ? [`${at} ${formatShare(bytes, ofBytes)}`] : [doing];
  const groups =
    ofRowGroups > 0 ? [`${formatCount(rowGroups)} of ${countOf(ofRowGroups, 'row group')}`] : [];
  return [...read, ...groups, countOf(rows, 'row')].join(' · ');
}

/** Share that is done, 0 to 1; undefined where nobody knows. */
export function shareOf(progress: CatalogProgress | undefined): number | undefined {
  const { bytes = 0, ofBytes = 0, rowGroups = 0, ofRowGroups = 0 } = progress ?? {};
  const share =
    ofBytes > 0 ? bytes / ofBytes : ofRowGroups > 0 ? rowGroups / ofRowGroups : undefined;
  return share === undefined ? undefined : Math.min(1, share);
}

/** `12,345 rows · 8.4 MB · 12 requests · 1.4 s · Run today at 14:02`; nothing was read of what costs nothing. */
export function resultWords(result: CatalogResult, now: number): string {
  const { rows, bytes, requests, milliseconds, at, engine, state } = result;
  const seconds =
    milliseconds < 100 ? '< 0.1' : (milliseconds / 1000).toFixed(milliseconds < 99_950 ? 1 : 0);
  return [
    countOf(rows, 'row'),
    ...(requests > 0 || bytes > 0 ? [formatBytes(bytes), countOf(requests, 'request')] : []),
    ...(milliseconds > 0 ? [`${seconds} s`] : []),
    ...(engine === '' ? [] : [`by ${engine}`]),
    ...(state === 'running' ? [] : [ranWords(at, now)]),
  ].join(' · ');
}

/** `Run today at 14:02`, `Run on 2026-11-20 at 09:15`; in the time of the user. */
function ranWords(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(then.getHours())}:${two(then.getMinutes())}`;
  const date = `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
  return then.toDateString() === today.toDateString()
    ? `Run today at ${clock}`
    : `Run on ${date} at ${clock}`;
}
