import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { countOf, formatBytes, formatCount, formatShare } from '../../protocol/figures';
import { agreeToRead } from '../connections/agree-download';
import { visibleName } from '../views/display';
import { chooseHow, type How, resolveTaken, type Wish } from './ask-transfer';
import type { ObjectChange } from './changes';
import type { WriteContext } from './context';
import {
  checkCount,
  checkSteps,
  type Copied,
  type CopyProgress,
  type CopyStep,
  copySteps,
  isRelayed,
  MOST_MOVED,
} from './copy';
import { countChosen, type Counted, countWords, NOTHING, sumOf } from './count';
import { type Moved, moveSteps } from './move';
import { type Chosen, type Place, shown } from './place';
import { leavingPlace, takenSteps, withFreeName } from './plan';
import type { WriteTools } from './tools';
import { type Report, withWork } from './work';

const { l10n } = vscode;

/**
 * Copies or moves in the buckets, after the questions that there are: names that are taken, how much it is, and what
 * it means. Says how it went. Resolves to false where the user left it at that.
 *
 * @param into the folder they come into, for what is said
 */
export async function carryOut(
  { host, tools }: WriteContext,
  wanted: readonly CopyStep[],
  into: Place,
  given: Wish,
): Promise<boolean> {
  const ownPlace = given === 'copy' || given === 'only-copy' ? wanted : leavingPlace(wanted);
  const elsewhere = leavingPlace(ownPlace);
  checkSteps(tools, elsewhere);
  const [first] = ownPlace;
  if (first === undefined) {
    return false;
  }
  const looked = await withWork(l10n.t('Looking at what there is'), (signal, report) =>
    lookAround(tools, ownPlace, elsewhere, signal, report),
  );
  const resolved = await resolveTaken({ tools }, looked.taken, into);
  if (resolved === undefined) {
    return false;
  }
  const steps = [...looked.free, ...looked.numbered, ...resolved];
  const counted = sumOf(steps.map(({ from }) => looked.counts.get(from) ?? NOTHING));
  const how = steps.length === 0 ? undefined : await chooseHow(given, steps, counted, into);
  if (how === undefined || !(await agreeToRelay(tools, steps, looked.counts))) {
    return false;
  }
  await run({ host, tools }, how, steps, counted, into);
  return true;
}

interface Looked {
  readonly counts: ReadonlyMap<Chosen, Counted>;
  readonly free: readonly CopyStep[];
  readonly taken: readonly CopyStep[];
  /** Copies beside their originals, under other names. */
  readonly numbered: readonly CopyStep[];
}

async function lookAround(
  tools: WriteTools,
  all: readonly CopyStep[],
  elsewhere: readonly CopyStep[],
  signal: AbortSignal,
  report: Report,
): Promise<Looked> {
  const counts = new Map<Chosen, Counted>();
  for (const { from } of all) {
    const before = sumOf([...counts.values()]);
    const onProgress = (some: Counted): void => report(countWords(sumOf([before, some])));
    counts.set(from, await countChosen(tools, [from], { signal, onProgress }));
  }
  const taken = await takenSteps(tools, elsewhere, signal);
  const numbered: CopyStep[] = [];
  for (const step of all.filter((one) => !elsewhere.includes(one))) {
    numbered.push(await withFreeName(tools, step, signal));
  }
  return { counts, taken, numbered, free: elsewhere.filter((step) => !taken.includes(step)) };
}

/** What goes through this machine leaves its server, which may be paid for. */
function agreeToRelay(
  tools: WriteTools,
  steps: readonly CopyStep[],
  counts: Looked['counts'],
): Promise<boolean> {
  return agreeToRead(
    steps.filter(isRelayed).map(({ from }) => {
      const { objects, bytes } = counts.get(from) ?? NOTHING;
      const { connection, bucket } = from.place;
      const place = { connection: tools.connection(connection), bucket };
      return { place, size: bytes, count: objects };
    }),
  );
}

async function run(
  { host, tools }: Pick<WriteContext, 'host' | 'tools'>,
  how: How,
  steps: readonly CopyStep[],
  counted: Counted,
  into: Place,
): Promise<void> {
  if (how === 'move') {
    checkCount(counted.objects, MOST_MOVED);
  }
  const target = visibleName(shown(into));
  const title = how === 'copy' ? l10n.t('Copying to {0}', target) : l10n.t('Moving to {0}', target);
  let copied = 0;
  let result: Copied | Moved;
  try {
    result = await withWork<Copied | Moved>(title, (signal, report) => {
      const onProgress = (progress: CopyProgress): void => {
        copied = progress.phase === 'copying' ? progress.objects : copied;
        report(progressWords(progress, counted), share(progress, counted));
      };
      const work = how === 'copy' ? copySteps : moveSteps;
      return work(tools, steps, { signal, onProgress });
    });
  } catch (error) {
    throw copied === 0 ? error : incomplete(error, how, copied);
  } finally {
    host.changes.tell(steps.flatMap((step) => changesOf(how, step)));
  }
  const words = `${countOf(result.objects, 'object')} (${formatBytes(result.bytes)})`;
  host.log.info(`${how}: ${words} to ${shown(into)}`);
  if ('kept' in result && result.kept > 0) {
    throw keptOriginals(result, words, target);
  }
  const told = how === 'copy' ? l10n.t('Copied {0}.', words) : l10n.t('Moved {0}.', words);
  vscode.window.setStatusBarMessage(told, 5000);
}

function progressWords({ phase, objects, bytes }: CopyProgress, counted: Counted): string {
  return phase === 'copying'
    ? `${formatShare(bytes, counted.bytes)} · ${countOf(objects, 'object')}`
    : l10n.t('deleting originals: {0}', formatCount(objects));
}

function share({ bytes }: CopyProgress, counted: Counted): number {
  return counted.bytes === 0 ? 0 : bytes / counted.bytes;
}

/** What was done before it ended; nothing is deleted before everything is copied. */
function incomplete(error: unknown, how: How, copied: number): SkybucketError {
  const why = isCancelled(error) ? l10n.t('Cancelled.') : sentence(error);
  return new SkybucketError(
    'server',
    l10n.t('{0} {1} had been copied.', why, countOf(copied, 'object')),
    how === 'move' ? { hint: l10n.t('Every original is still there.') } : {},
  );
}

function keptOriginals(
  { kept, reasons, problem }: Moved,
  words: string,
  target: string,
): SkybucketError {
  const why =
    reasons[0]?.reason ??
    (problem === undefined
      ? l10n.t('They were changed meanwhile.')
      : isCancelled(problem)
        ? l10n.t('Cancelled.')
        : sentence(problem));
  return new SkybucketError(
    'access-denied',
    l10n.t(
      'Copied {0} to {1}, but the originals of {2} are still there: {3}',
      ...[words, target, countOf(kept, 'object'), why],
    ),
  );
}

function changesOf(how: How, { from, to }: CopyStep): ObjectChange[] {
  return [
    { kind: 'created', place: to },
    ...(how === 'move' ? [{ kind: 'deleted', place: from.place } as const] : []),
  ];
}
