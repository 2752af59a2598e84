import * as vscode from 'vscode';
import type { SearchRequest } from '../../core/searches/saved-search';
import { titleOf } from '../../core/searches/title';
import { nameResolver } from '../names';
import { type SiaEntry, siaById } from '../searches/archive-services';
import { formSources } from '../searches/forms/form-sources';
import {
  type CirclePlace,
  degreesText,
  type PlaceTools,
  readPlace,
  readRadius,
} from '../searches/forms/place';
import type { SearchServices } from '../searches/search-services';
import { escapeIcons, visibleName } from '../views/display';
import { type Answer, askPick, askText } from './ask';
import type { CommandContext } from './context';
import { askImageSearch, runNode } from './search';

/** Searches in a few steps of the palette: where, how far around, of what. */

const { l10n } = vscode;
/** The missions most people come for. */
const FIRST_MISSIONS = ['JWST', 'HST', 'TESS', 'Kepler', 'K2', 'GALEX'];

interface Archive {
  readonly title: string;
  /** Radii to choose from, degrees; the first is what most want. */
  readonly radii: readonly number[];
  /** What of it can be searched; undefined where it does not say. */
  readonly what:
    | {
        readonly ask: string;
        readonly all: string;
        /** The most wanted first. */
        choices(
          services: SearchServices,
          tools: PlaceTools,
          signal: AbortSignal,
        ): Promise<readonly string[]>;
      }
    | undefined;
  request(services: SearchServices, place: CirclePlace, choice: string | undefined): SearchRequest;
}

const MAST: Archive = {
  title: l10n.t('Search MAST'),
  radii: [0.2, 10 / 3600, 1 / 60, 3 / 60, 1],
  what: {
    ask: l10n.t('Of which mission?'),
    all: l10n.t('All missions'),
    async choices({ mast }, _, signal) {
      const missions = await (await mast.client()).missions({ signal });
      const first = FIRST_MISSIONS.filter((name) => missions.includes(name));
      return [...first, ...missions.filter((name) => !first.includes(name))];
    },
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

/** The one image search whose collections can be listed. */
const WITH_COLLECTIONS = 'irsa';

/** Any image search. */
function imagesOf({ service }: SiaEntry): Archive {
  return {
    title: l10n.t('Search {0}', visibleName(service.label)),
    radii: [1 / 60, 10 / 3600, 0.01, 0.1, 0.5],
    what:
      service.id !== WITH_COLLECTIONS
        ? undefined
        : {
            ask: l10n.t('Of which collection?'),
            all: l10n.t('All collections'),
            choices: ({ archives, mast, tools }, { resolveName }, signal) =>
              formSources({ services: archives, mast, tools, resolveName }).collections(
                service,
                signal,
              ),
          },
    request: (_, { ra, dec, radius }, collection) => ({
      ...{ kind: 'sia', service },
      criteria: {
        place: [{ kind: 'circle', centre: { longitude: ra, latitude: dec }, radius }],
        ...(collection === undefined ? {} : { collection: [collection] }),
      },
    }),
  };
}

export function searchMastByName(context: CommandContext): Promise<void> {
  return searchByName(context, MAST);
}

export async function searchIrsaByName(context: CommandContext): Promise<void> {
  const entry = siaById((await context.host.searching()).archives(), WITH_COLLECTIONS);
  if (entry !== undefined) {
    await searchByName(context, imagesOf(entry));
  }
}

/** The image search of any archive there is, those of the user's own settings too. */
export async function searchImagesByName(context: CommandContext): Promise<void> {
  const entry = await askImageSearch(context, l10n.t('Search Images of Another Archive by Name'));
  if (entry !== undefined) {
    await searchByName(context, imagesOf(entry));
  }
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
    ...(archive.what === undefined ? [] : [() => askChoice(archive, services, tools, answers)]),
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

function stepsOf({ what }: Archive): number {
  return what === undefined ? 2 : 3;
}

async function askPlace(
  archive: Archive,
  tools: PlaceTools,
  answers: Answers,
): Promise<Answer<string>> {
  const { title, radii } = archive;
  const answer = await askText({
    ...{ title, step: 1, steps: stepsOf(archive), value: answers.text },
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
    ...{ title, step: 2, steps: stepsOf(archive), active: answers.radius },
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
    ...{ title, step: 2, steps: stepsOf(archive), value: '' },
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
  const { title, what } = archive;
  const answer = await askPick<string | undefined>({
    ...{ title, step: 3, steps: stepsOf(archive), active: answers.choice },
    placeholder: what?.ask ?? '',
    items: [{ label: what?.all ?? '', value: undefined }],
    // Meanwhile, and without them, everything can be searched.
    more: async (signal) => {
      const choices = (await what?.choices(services, tools, signal)) ?? [];
      return choices.map((value) => ({ label: escapeIcons(visibleName(value)), value }));
    },
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
