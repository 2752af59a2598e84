import * as vscode from 'vscode';
import { splitSize } from '../../core/cutout/size';
import { SkybucketError } from '../../core/errors';
import { formatBytes } from '../../protocol/figures';
import type { CutoutMode, CutoutParams } from '../../protocol/cutout';
import type { HduLine, PlaneRef } from '../../protocol/methods';
import { pixelOrigin } from '../settings';
import { baseName } from '../uris';
import { escapeLinks, visibleName } from '../views/display';
import type { Node } from '../views/nodes';
import { type Answer, askPick, askText } from './ask';
import type { CommandContext } from './context';
import { CutoutFile } from './cutout-file';
import { targetUri } from './open';
import { checkFile, looksLikeFile, typedFile } from './typed-file';

/** “Cutout…” of the palette and the menus: of a file that need not be open. */

const { l10n } = vscode;
const STEPS = 5;

/** What has been answered so far; what was typed stays there on the way back. */
interface Answers {
  hdu: number;
  slice: readonly number[];
  centre: {
    readonly text: string;
    readonly pixel: readonly [x: number, y: number];
    readonly understood: string;
  };
  size: { readonly text: string; readonly width: string; readonly height: string };
  /** What the cutout would be, and what it would cost. */
  plan: string;
  mode: CutoutMode;
}

export async function cutOut(
  context: CommandContext,
  target: Node | vscode.Uri | undefined,
): Promise<void> {
  const uri = targetUri(target) ?? (await askFile(context));
  if (uri === undefined) {
    return;
  }
  const file = new CutoutFile(uri, context.host);
  const stop = new AbortController();
  try {
    const name = visibleName(baseName(uri));
    const images = await withProgress(l10n.t('Reading {0}', name), stop, () =>
      file.images(stop.signal),
    );
    if (images === undefined) {
      return;
    }
    const params = await askCutout(file, images.lines, images.first, stop.signal);
    if (params === undefined) {
      return;
    }
    const { notes } = await withProgress(l10n.t('Cutting out of {0}', name), stop, (report) =>
      file.open(params, stop.signal, report),
    );
    if (notes.length > 0) {
      void vscode.window.showInformationMessage(escapeLinks(notes.join(' ')));
    }
  } finally {
    stop.abort();
    await file.close();
  }
}

async function askFile(context: CommandContext): Promise<vscode.Uri | undefined> {
  const answer = await askText({
    title: l10n.t('Cutout'),
    step: 1,
    steps: STEPS,
    prompt: l10n.t('The FITS or ASDF file: s3://bucket/path, an https:// address, or a path.'),
    placeholder: 's3://stpubdata/jwst/public/…',
    value: await proposedFile(),
    read: async (text) => {
      checkFile(text);
      return text;
    },
  });
  // Which connection a bucket is on may have to be asked: a dialog of its own.
  return typeof answer === 'object' ? typedFile(context, answer.value) : undefined;
}

/** What is selected, or in the clipboard, if it can be a file. */
async function proposedFile(): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection) ?? '';
  const candidates = [selected, await vscode.env.clipboard.readText()];
  return candidates.map((text) => text.trim()).find((text) => looksLikeFile(text)) ?? '';
}

async function askCutout(
  file: CutoutFile,
  lines: readonly HduLine[],
  first: number | undefined,
  signal: AbortSignal,
): Promise<(PlaneRef & CutoutParams) | undefined> {
  const answers: Answers = {
    hdu: lines.find(({ index }) => index === first)?.index ?? lines[0]?.index ?? 0,
    slice: [],
    centre: { text: '', pixel: [0, 0], understood: '' },
    size: { text: '', width: '', height: '' },
    plan: '',
    mode: 'trim',
  };
  const steps = [
    () => askHdu(lines, answers),
    () => askCentre(file, answers, signal),
    () => askSize(file, answers, signal),
    () => askMode(answers),
  ];
  let at = lines.length > 1 ? 0 : 1;
  const start = at;
  while (at < steps.length) {
    const answer = await steps[at]?.();
    if (answer === undefined || (answer === 'back' && at === start)) {
      return undefined;
    }
    at += answer === 'back' ? -1 : 1;
  }
  return paramsOf(answers);
}

async function askHdu(lines: readonly HduLine[], answers: Answers): Promise<Answer<number>> {
  const answer = await askPick({
    title: l10n.t('Cutout: Image'),
    step: 2,
    steps: STEPS,
    placeholder: l10n.t('The file has several images.'),
    items: lines.map(({ index, name, version, dimensions, format }) => ({
      label: `${index}  ${visibleName(name)}${version > 1 ? `,${version}` : ''}`,
      description: visibleName(`${dimensions} ${format}`),
      value: index,
    })),
    active: answers.hdu,
  });
  if (typeof answer === 'object') {
    answers.hdu = answer.value;
  }
  return answer;
}

async function askCentre(
  file: CutoutFile,
  answers: Answers,
  signal: AbortSignal,
): Promise<Answer<unknown>> {
  const plane = await file.plane({ hdu: answers.hdu, slice: [] }, signal);
  answers.slice = plane.axes.map(() => 0);
  const planes = plane.axes.some((length) => length > 1)
    ? ` ${l10n.t('Of its planes the first is cut out.')}`
    : '';
  return askText({
    title: l10n.t('Cutout: Centre'),
    step: 3,
    steps: STEPS,
    prompt: l10n.t('A coordinate, the name of an object, or a pixel.') + planes,
    placeholder: l10n.t('10h21m33s +41d12m · M 101 · 512 512 px'),
    value: answers.centre.text,
    read: async (text, stop) => {
      if (text === '') {
        throw new SkybucketError('format', l10n.t('Say where the middle of the cutout is.'));
      }
      const { hdu, slice } = answers;
      // Names are looked up once.
      const asked = { hdu, slice, text, frame: 'own', origin: pixelOrigin() } as const;
      const { x, y, understood } = await file.place(asked, stop);
      answers.centre = { text, pixel: [x, y], understood };
      return text;
    },
  });
}

async function askSize(
  file: CutoutFile,
  answers: Answers,
  signal: AbortSignal,
): Promise<Answer<unknown>> {
  return askText({
    title: l10n.t('Cutout: Size around {0}', answers.centre.understood),
    step: 4,
    steps: STEPS,
    prompt: l10n.t('Width and height, in pixels or as an angle. One size makes a square.'),
    placeholder: '30" · 1\' x 40" · 256 px',
    value: answers.size.text,
    read: async (text, stop) => {
      answers.size = { text, ...splitSize(text) };
      const plan = await file.plan(paramsOf(answers), AbortSignal.any([stop, signal]));
      const cost = l10n.t('about {0} are read', formatBytes(plan.bytes));
      answers.plan = [`${plan.understood}, ${cost}.`, ...plan.notes].join(' ');
      return text;
    },
  });
}

async function askMode(answers: Answers): Promise<Answer<CutoutMode>> {
  const answer = await askPick<CutoutMode>({
    title: l10n.t('Cutout: Where It Reaches over the Edge'),
    step: 5,
    steps: STEPS,
    placeholder: answers.plan,
    items: [
      { label: l10n.t('Trim'), description: l10n.t('it becomes smaller'), value: 'trim' },
      {
        label: l10n.t('Partial'),
        description: l10n.t('filled up with missing pixels'),
        value: 'partial',
      },
      { label: l10n.t('Strict'), description: l10n.t('refuse'), value: 'strict' },
    ],
    active: answers.mode,
  });
  if (typeof answer === 'object') {
    answers.mode = answer.value;
  }
  return answer;
}

function paramsOf({ hdu, slice, centre, size, mode }: Answers): PlaneRef & CutoutParams {
  const { width, height } = size;
  const origin = pixelOrigin();
  return { hdu, slice, centre: centre.pixel, frame: 'own', origin, width, height, mode };
}

function withProgress<T>(
  title: string,
  stop: AbortController,
  work: (report: (done: number) => void) => Promise<T>,
): Thenable<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    cancellable: true,
    title: escapeLinks(title),
  };
  return vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => stop.abort());
    let told = 0;
    return work((done) => {
      progress.report({ increment: 100 * (done - told) });
      told = done;
    });
  });
}
