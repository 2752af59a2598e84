import { MAST_SERVER } from '../../core/archives/mast/tools';
import { type ArchivePreset, type PresetAddress } from '../../core/archives/presets/preset';
import { PRESETS } from '../../core/archives/presets/presets';
import type { SearchService } from '../../core/searches/saved-search';

/** What the settings say of archives, unchecked. */
export interface ArchiveSettings {
  /** Where MAST is, in place of its own address. */
  readonly mastUrl: unknown;
  /** Where IRSA is: what stands before `/SIA` and `/TAP`. */
  readonly irsaUrl: unknown;
  /** Services the user added: `{id, label, sia, tap}` each. */
  readonly services: unknown;
}

/** An image search (SIA 2). */
export interface SiaEntry {
  readonly service: SearchService;
  /** True where queries go to another address, which the service's description has. */
  readonly byDescription: boolean;
  readonly needsPlaceOrCollection: boolean;
  readonly brokenCsv: string | undefined;
  readonly notes: readonly string[];
}

/** A service of queries (TAP). */
export interface TapEntry {
  readonly service: SearchService;
  readonly notes: readonly string[];
}

/** Who can be asked: the presets, and what the user added. */
export interface ArchiveServices {
  readonly mast: SearchService;
  readonly sia: readonly SiaEntry[];
  readonly tap: readonly TapEntry[];
  /** What is wrong with the settings, one sentence each. */
  readonly problems: readonly string[];
}

const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
const WEB = /^https?:\/\/[^\s/]+/i;
const SUFFIX = /\/+$/;

/** Reads the settings, which may be anything. Never throws. */
export function archiveServices(settings: ArchiveSettings): ArchiveServices {
  const problems: string[] = [];
  const irsa = address(settings.irsaUrl);
  const presets = PRESETS.map((preset) => (preset.id === 'irsa' ? moved(preset, irsa) : preset));
  const own = ownServices(settings.services, problems);
  return {
    mast: { id: 'mast', label: 'MAST', address: address(settings.mastUrl) ?? MAST_SERVER },
    sia: [...presets, ...own].flatMap(siaEntry),
    tap: [...presets, ...own].flatMap(tapEntry),
    problems,
  };
}

/** The image search with an id; undefined where there is none (any more). */
export function siaById({ sia }: ArchiveServices, id: string): SiaEntry | undefined {
  return sia.find(({ service }) => service.id === id);
}

export function tapById({ tap }: ArchiveServices, id: string): TapEntry | undefined {
  return tap.find(({ service }) => service.id === id);
}

function siaEntry(archive: ArchivePreset): SiaEntry[] {
  const { sia, siaByDescription = false, needsPlaceOrCollection = false } = archive;
  return sia === undefined
    ? []
    : [
        {
          service: { id: archive.id, label: archive.name, address: sia.address },
          byDescription: siaByDescription,
          needsPlaceOrCollection,
          brokenCsv: archive.brokenCsv,
          notes: archive.notes,
        },
      ];
}

function tapEntry({ id, name, tap, notes }: ArchivePreset): TapEntry[] {
  return tap === undefined ? [] : [{ service: { id, label: name, address: tap.address }, notes }];
}

/** IRSA at another address: for tests, and for mirrors. */
function moved(preset: ArchivePreset, base: string | undefined): ArchivePreset {
  const at = (path: string): PresetAddress => ({
    ...{ address: `${base ?? ''}/${path}`, source: 'skybucket.archives.irsaUrl' },
    trust: 'unverified',
  });
  return base === undefined ? preset : { ...preset, sia: at('SIA'), tap: at('TAP') };
}

function ownServices(value: unknown, problems: string[]): ArchivePreset[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    problems.push('The services of archives are not a list.');
    return [];
  }
  const taken = new Set(PRESETS.map(({ id }) => id));
  return value.flatMap((item: unknown, index) => {
    const read = ownService(item, taken);
    if (typeof read === 'string') {
      problems.push(`Service ${index + 1}: ${read}`);
      return [];
    }
    taken.add(read.id);
    return [read];
  });
}

/** The service of one item, or what is wrong with it. */
function ownService(item: unknown, taken: ReadonlySet<string>): ArchivePreset | string {
  const { id, label, sia, tap } = (item ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || !ID.test(id)) {
    return 'id must have lower-case letters, digits and hyphens.';
  }
  if (taken.has(id)) {
    return `there is another service “${id}”.`;
  }
  if (label !== undefined && typeof label !== 'string') {
    return 'label is not a string.';
  }
  const places = [sia, tap].map((given) => (given === undefined ? undefined : address(given)));
  if ((sia !== undefined && places[0] === undefined) || (tap !== undefined && !places[1])) {
    return 'sia and tap must be addresses that begin with https://.';
  }
  if (sia === undefined && tap === undefined) {
    return 'it has neither sia nor tap, so nothing can be asked.';
  }
  const [siaPlace, tapPlace] = places.map((place) =>
    place === undefined ? undefined : added(place),
  );
  const name = label?.trim() ? label.trim() : id;
  return { id, name, title: name, sia: siaPlace, tap: tapPlace, notes: [] };
}

function added(place: string): PresetAddress {
  return { address: place, source: 'skybucket.archives.services', trust: 'unverified' };
}

/** Without slashes at its end; undefined for what is no address, and for none. */
function address(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim().replace(SUFFIX, '') : '';
  return WEB.test(text) ? text : undefined;
}
