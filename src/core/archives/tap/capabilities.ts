import type { AdqlFunction } from '../../adql/catalog';
import { SkybucketError } from '../../errors';
import { readText } from '../service-call';
import { endpoint, type TapService } from './service';
import { send } from './ask';
import { childOf, childrenOf, descendants, parseXml, textOf, type XmlElement } from './xml';

/** What a TAP service says it can do. What it does not say is undefined or empty. */
export interface TapCapabilities {
  readonly languages: readonly TapLanguage[];
  readonly formats: readonly TapFormat[];
  /** Ways to bring tables along: `inline`, `http`, `https`, `ftp`, `vos`. */
  readonly uploads: readonly string[];
  readonly dataModels: readonly string[];
  /** Rows it gives without MAXREC, and at most. */
  readonly rows: TapLimit;
  /** Of an upload, in the unit it names. */
  readonly upload: TapLimit;
  /** Seconds a job may run, and its results are kept. */
  readonly execution: TapLimit;
  readonly retention: TapLimit;
}

export interface TapLimit {
  readonly default: number | undefined;
  readonly hard: number | undefined;
  /** `row` or `byte`. */
  readonly unit: string | undefined;
}

export interface TapLanguage {
  readonly name: string;
  readonly versions: readonly string[];
  /** Functions of the service's own. */
  readonly functions: readonly AdqlFunction[];
  /** Geometry functions in capitals; undefined where it does not say. */
  readonly geometry: readonly string[] | undefined;
  /** Other optional features, by the last part of their type: `features-adql-sets` → `UNION`, … */
  readonly features: Readonly<Record<string, readonly string[]>>;
}

export interface TapFormat {
  readonly mime: string;
  readonly aliases: readonly string[];
}

const MOST_BYTES = 4 * 1024 * 1024;

/** @throws SkybucketError what {@link readCapabilities} throws, or asking. */
export function capabilitiesOf(
  service: TapService,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<TapCapabilities> {
  return send(
    service,
    { address: endpoint(service, 'capabilities') },
    async (answer) => readCapabilities(await readText(answer, MOST_BYTES), service.who),
    { signal },
  );
}

/**
 * Reads a VOSI document of capabilities.
 *
 * @throws SkybucketError `server` for what is no such document, or one that has no TAP.
 */
export function readCapabilities(text: string, who: string): TapCapabilities {
  const tap = [...descendants(parseXml(text, who), 'capability')].find(isTap);
  if (tap === undefined) {
    throw new SkybucketError('server', `${who} does not say that it is a TAP service.`, {
      hint: 'Check the address: it is the one that ends before /sync and /async.',
    });
  }
  return {
    languages: childrenOf(tap, 'language').map(languageOf),
    formats: childrenOf(tap, 'outputFormat').flatMap((format) => {
      const mime = textOf(format, 'mime');
      return mime === undefined
        ? []
        : [{ mime, aliases: childrenOf(format, 'alias').map((alias) => alias.text) }];
    }),
    uploads: childrenOf(tap, 'uploadMethod').flatMap(
      ({ attributes }) => /#upload-(\w+)$/.exec(attributes['ivo-id'] ?? '')?.[1] ?? [],
    ),
    dataModels: childrenOf(tap, 'dataModel').map((model) => model.text),
    rows: limitOf(childOf(tap, 'outputLimit')),
    upload: limitOf(childOf(tap, 'uploadLimit')),
    execution: limitOf(childOf(tap, 'executionDuration')),
    retention: limitOf(childOf(tap, 'retentionPeriod')),
  };
}

/** Not `#aux`, by which other services name the TAP service that has their tables, too. */
function isTap({ attributes }: XmlElement): boolean {
  return (
    /^ivo:\/\/ivoa\.net\/std\/tap(#(?!aux)|$)/i.test(attributes['standardID'] ?? '') ||
    /(^|:)TableAccess$/.test(attributes['type'] ?? '')
  );
}

function languageOf(language: XmlElement): TapLanguage {
  const features: Record<string, string[]> = {};
  const functions: AdqlFunction[] = [];
  let geometry: string[] | undefined;
  for (const list of childrenOf(language, 'languageFeatures')) {
    const type = (list.attributes['type'] ?? '').replace(/.*#/, '').toLowerCase();
    const forms = childrenOf(list, 'feature').flatMap((feature) => {
      const form = textOf(feature, 'form');
      return form === undefined
        ? []
        : [{ form, description: textOf(feature, 'description') ?? '' }];
    });
    if (type === 'features-udf') {
      functions.push(...forms.map(({ form, description }) => functionOf(form, description)));
    } else if (type === 'features-adqlgeo' || type === 'features-adql-geo') {
      geometry = [...(geometry ?? []), ...forms.map(({ form }) => form.toUpperCase())];
    } else {
      features[type] = [...(features[type] ?? []), ...forms.map(({ form }) => form)];
    }
  }
  const versions = childrenOf(language, 'version').map((version) => version.text);
  return { ...{ name: textOf(language, 'name') ?? '', versions, functions, geometry, features } };
}

/** `gavo_to_jd(d TIMESTAMP) -> DOUBLE PRECISION` */
function functionOf(form: string, description: string): AdqlFunction {
  const name = /^\s*([\w.]+)/.exec(form)?.[1] ?? form;
  return { name, signatures: [form.replace(/\s+/g, ' ')], description: plain(description) };
}

/** Descriptions are broken into lines as their writers' editors were wide. */
function plain(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .join('\n\n');
}

function limitOf(element: XmlElement | undefined): TapLimit {
  const [lax, hard] = [childOf(element, 'default'), childOf(element, 'hard')];
  return {
    default: numberOf(lax),
    hard: numberOf(hard),
    unit: lax?.attributes['unit'] ?? hard?.attributes['unit'],
  };
}

function numberOf(element: XmlElement | undefined): number | undefined {
  const value = Number(element?.text || NaN);
  return Number.isFinite(value) ? value : undefined;
}
