import * as vscode from 'vscode';
import { findPreset } from '../../core/archives/presets/presets';
import type { SearchRequest } from '../../core/searches/saved-search';
import { titleOf } from '../../core/searches/title';
import { nameResolver } from '../names';
import { siaById } from '../searches/archive-services';
import { formSources } from '../searches/forms/form-sources';
import {
  type CirclePlace,
  degreesText,
  type PlaceTools,
  readPlace,
  readRadius,
} from '../searches/forms/place';
import type { SearchServices } from '../searches/search-services';
import { visibleName } from '../views/display';
import { type Answer, askPick, askText } from './ask';
import type { CommandContext } from './context';
import { runNode } from './search';

/** Searches in three steps of the palette: where, how far around, of what. */

const { l10n } = vscode;
const STEPS = 3;
/** The missions most people come for. */
const FIRST_MISSIONS = ['JWST', 'HST', 'TESS', 'Kepler', 'K2', 'GALEX'];

interface Archive {
  readonly title: string;
  /** Radii to choose from, degrees; the first is what most want. */
  readonly radii: readonly number[];
  readonly askWhat: string;
  readonly all: string;
  /** What can be searched, the most wanted first. */
  choices(services: SearchServices, tools: PlaceTools): Promise<readonly string[]>;
  request(services: SearchServices, place: CirclePlace, choice: string | undefined): SearchRequest;
}

const MAST: Archive = {
  title: l10n.t('Search MAST'),
  radii: [0.2, 10 / 3600, 1 / 60, 3 / 60, 1],
  askWhat: l10n.t('Of which mission?'),
  all: l10n.t('All missions'),
  async choices({ mast }) {
    const missions = await (await mast.client()).missions();
    const first = FIRST_MISSIONS.filter((name) => missions.includes(name));
    return [...first, ...missions.filter((name) => !first.includes(name))];
  },
  request: ({ archives }, { ra, dec, radius, name }, mission) => ({
    kind: 'mast',
    service: archives().mast,
    criteria: {
      criteria: mission === undefined ? [] : [{ column: 'obs_collection', values: [mission] }],
      position: { ra, dec, radius, ...(name === undefined ? {} : { name }) },
    },
  }),
};

const IRSA: Archive = {
  title: l10n.t('Search IRSA'),
  radii: [1 / 60, 10 / 3600, 0.01, 0.1, 0.5],
  askWhat: l10n.t('Of which collection?'),
  all: l10n.t('All collections'),
  choices: async ({ archives, mast, tools }, { resolveName }) => {
    const sources = formSources({ services: archives, mast, tools, resolveName });
    return sources.collections(irsaOf(archives()));
  },
  request: ({ archives }, { ra, dec, radius }, collection) => ({
    kind: 'sia',
    service: irsaOf(archives()),
    criteria: {
      place: [{ kind: 'circle', centre: { longitude: ra, latitude: dec }, radius }],
      ...(collection === undefined ? {} : { collection: [collection] }),
    },
  }),
};

function irsaOf(archives: ReturnType<SearchServices['archives']>): SearchRequest['service'] {
  const known = siaById(archives, 'irsa')?.service;
  return known ?? { id: 'irsa', label: 'IRSA', address: findPreset('irsa')?.sia?.address ?? '' };
}

export function searchMastByName(context: CommandContext): Promise<void> {
  return searchByName(context, MAST);
}

export function searchIrsaByName(context: CommandContext): Promise<void> {
  return searchByName(context, IRSA);
}

interface Answers {
  place: CirclePlace | undefined;
  /** As it was typed. */
  text: string;
  radius: number | undefined;
  /** Undefined for all. */
  choice: string | undefined;
}

async function searchByName(context: CommandContext, archive: Archive): Promise<void> {
  const services = await context.host.searching();
  const answers: Answers = { place: undefined, text: '', radius: undefined, choice: undefined };
  const tools = placeTools(context);
  const steps = [
    () => askPlace(archive, tools, answers),
    () => askRadius(archive, answers),
    () => askChoice(archive, services, tools, answers),
  ];
  for (let at = 0; at < steps.length;) {
    const answer = await steps[at]?.();
    if (answer === undefined || (answer === 'back' && at === 0)) {
      return;
    }
    at += answer === 'back' ? -1 : 1;
  }
  const { place, radius = archive.radii[0] as number, choice, text } = answers;
  if (place === undefined) {
    return;
  }
  const request = archive.request(services, { ...place, radius }, choice);
  // Image searches know positions alone; people know the name.
  const title = place.name === undefined ? titleOf(request) : named(text, radius, choice);
  const search = await services.searches.create(request, { title });
  const node = context.searches.nodeOf(search.id);
  await context.searchesView.reveal(node, { select: true, focus: true, expand: true });
  await runNode(context, node);
}

function named(name: string, radius: number, choice: string | undefined): string {
  return [`${name} ${radiusText(radius)}`, ...(choice === undefined ? [] : [choice])].join(', ');
}

function placeTools({ host }: CommandContext): PlaceTools {
  const resolve = nameResolver(host);
  return {
    resolveName: (name, signal = new AbortController().signal) => resolve(name, signal),
  };
}

async function askPlace(
  { title, radii }: Archive,
  tools: PlaceTools,
  answers: Answers,
): Promise<Answer<string>> {
  const answer = await askText({
    ...{ title, step: 1, steps: STEPS, value: answers.text },
    prompt: l10n.t('The name of an object, or a position'),
    placeholder: 'M 101 · 10h21m33s +41d12m · 150.01 2.2',
    read: async (text, signal) => {
      answers.place = await readPlace(text, degreesText(radii[0] ?? 0.2), tools, {
        shapes: false,
        signal,
      });
      return text;
    },
  });
  answers.text = typeof answer === 'object' ? answer.value : answers.text;
  return answer;
}

async function askRadius(archive: Archive, answers: Answers): Promise<Answer<number | undefined>> {
  const { title, radii } = archive;
  const answer = await askPick<number | undefined>({
    ...{ title, step: 2, steps: STEPS, active: answers.radius },
    placeholder: l10n.t('How far around {0}?', visibleName(answers.place?.understood ?? '')),
    items: [
      ...radii.map((value) => ({ label: radiusText(value), value })),
      { label: l10n.t('Another radius…'), value: undefined },
    ],
  });
  if (typeof answer !== 'object') {
    return answer;
  }
  if (answer.value !== undefined) {
    answers.radius = answer.value;
    return answer;
  }
  const typed = await askText({
    ...{ title, step: 2, steps: STEPS, value: '' },
    prompt: l10n.t('A radius'),
    placeholder: '0.2 deg · 3\' · 30"',
    read: (text) => Promise.resolve(readRadius(text)),
  });
  if (typeof typed !== 'object') {
    return typed === 'back' ? askRadius(archive, answers) : undefined;
  }
  answers.radius = typed.value;
  return typed;
}

async function askChoice(
  archive: Archive,
  services: SearchServices,
  tools: PlaceTools,
  answers: Answers,
): Promise<Answer<string | undefined>> {
  const choices = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: archive.title },
    // Without them everything can still be searched.
    () => archive.choices(services, tools).catch(() => []),
  );
  const answer = await askPick<string | undefined>({
    ...{ title: archive.title, step: 3, steps: STEPS, active: answers.choice },
    placeholder: archive.askWhat,
    items: [
      { label: archive.all, value: undefined },
      ...choices.map((value) => ({ label: visibleName(value), value })),
    ],
  });
  answers.choice = typeof answer === 'object' ? answer.value : answers.choice;
  return answer;
}

function radiusText(degrees: number): string {
  const [value, unit] =
    degrees >= 0.1
      ? [degrees, '°']
      : degrees >= 1 / 60
        ? [degrees * 60, '′']
        : [degrees * 3600, '″'];
  return `${Number(value.toPrecision(4))}${unit}`;
}
