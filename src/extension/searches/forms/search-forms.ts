import { SkybucketError } from '../../../core/errors';
import type { MastColumn } from '../../../core/archives/mast/columns';
import type { KnownValuesOfColumns } from '../../../core/archives/mast/known-values';
import type { MissionColumn } from '../../../core/archives/mast/mission-columns';
import type {
  SearchRequest,
  SearchService as KeptService,
} from '../../../core/searches/saved-search';
import type {
  FilledForm,
  SearchForm,
  SearchFormKind,
  SearchService,
} from '../../../protocol/search';
import { MAST_RADIUS, mastFilled, mastForm, mastQuery } from './mast-form';
import { MISSION_RADIUS, missionFilled, missionForm, missionQuery } from './mission-form';
import { type PlaceTools, readPlace, type TypedPlace } from './place';
import { SIA_RADIUS, siaFilled, siaForm, siaQuery } from './sia-form';

/** A service that has a form. */
export interface FormService {
  readonly kind: SearchFormKind;
  /** As searches keep it. */
  readonly service: KeptService;
  /** Of the search of one mission: `jwst`. */
  readonly mission?: string | undefined;
  /** For people, where it is not the label of the service: `JWST (MAST)`. */
  readonly label?: string | undefined;
  /** What one should know before asking, one sentence each. */
  readonly notes: readonly string[];
}

/** What forms are made from. */
export interface FormSources extends PlaceTools {
  /** As the settings have them. */
  services(): readonly FormService[];
  mastColumns(signal?: AbortSignal): Promise<readonly MastColumn[]>;
  mastValues(signal?: AbortSignal): Promise<KnownValuesOfColumns>;
  missionColumns(mission: string, signal?: AbortSignal): Promise<readonly MissionColumn[]>;
  /** The collections of an image service; none where it does not tell. */
  collections(service: KeptService, signal?: AbortSignal): Promise<readonly string[]>;
}

/** What is meant where no radius is given. */
const RADII: Readonly<Record<SearchFormKind, string>> = {
  mast: MAST_RADIUS,
  mission: MISSION_RADIUS,
  sia: SIA_RADIUS,
};

/** What a filled-in form asks. */
export interface FormRequest {
  readonly request: SearchRequest;
  readonly place: TypedPlace | undefined;
}

/** The forms of all services: what they consist of, what is asked by them, and how searches look in them. */
export class SearchForms {
  constructor(private readonly sources: FormSources) {}

  services(): readonly SearchService[] {
    return this.sources.services().map(serviceLine);
  }

  /**
   * What a service can be asked for. Known values are a help, and not there where they cannot be had.
   *
   * @throws SkybucketError `not-found` for a service that is not there; what asking for its columns throws.
   */
  async form(id: string, signal?: AbortSignal): Promise<SearchForm> {
    const { sources } = this;
    const found = this.service(id);
    const service = serviceLine(found);
    if (found.kind === 'mission') {
      const columns = await sources.missionColumns(found.mission ?? '', signal);
      return missionForm(service, columns);
    }
    if (found.kind === 'sia') {
      const collections = await helpful(sources.collections(found.service, signal), [], signal);
      return siaForm(service, collections, found.notes);
    }
    const [columns, values] = await Promise.all([
      sources.mastColumns(signal),
      helpful<KnownValuesOfColumns>(sources.mastValues(signal), new Map(), signal),
    ]);
    return mastForm(service, columns, values);
  }

  /**
   * How a place is understood.
   *
   * @throws SkybucketError what {@link readPlace} throws.
   */
  async place(
    { service, place, radius }: Pick<FilledForm, 'service' | 'place' | 'radius'>,
    signal?: AbortSignal,
  ): Promise<TypedPlace> {
    const { kind } = this.service(service);
    const wanted = radius.trim() === '' ? RADII[kind] : radius;
    return readPlace(place, wanted, this.sources, { shapes: kind === 'sia', signal });
  }

  /** @throws SkybucketError for what is filled in and makes no sense, and for a name nobody knows. */
  async request(filled: FilledForm, signal?: AbortSignal): Promise<FormRequest> {
    const found = this.service(filled.service);
    const { service } = found;
    const place = filled.place.trim() === '' ? undefined : await this.place(filled, signal);
    if (found.kind === 'sia') {
      return { request: { kind: 'sia', service, criteria: siaQuery(filled, place) }, place };
    }
    if (found.kind === 'mission') {
      const mission = found.mission ?? '';
      const columns = await this.sources.missionColumns(mission, signal);
      const criteria = missionQuery(mission, filled, columns, place);
      return { request: { kind: 'mission', service, criteria }, place };
    }
    const criteria = mastQuery(filled, await this.sources.mastColumns(signal), place);
    return { request: { kind: 'mast', service, criteria }, place };
  }

  /**
   * The form as it is filled in for what a search asks; undefined for queries in ADQL, which have none, and where
   * the service is there no more.
   */
  async filled(request: SearchRequest, signal?: AbortSignal): Promise<FilledForm | undefined> {
    const found = this.sources.services().find((one) => isOf(one, request));
    const id = found && idOf(found);
    if (id === undefined) {
      return undefined;
    }
    switch (request.kind) {
      case 'mast':
        return mastFilled(id, request.criteria, await this.sources.mastColumns(signal));
      case 'mission': {
        const columns = await this.sources.missionColumns(request.criteria.mission, signal);
        return missionFilled(id, request.criteria, columns);
      }
      case 'sia':
        return siaFilled(id, request.criteria);
      case 'tap':
        return undefined;
    }
  }

  private service(id: string): FormService {
    const found = this.sources.services().find((one) => idOf(one) === id);
    if (found === undefined) {
      throw new SkybucketError(
        'not-found',
        'That service is not among those that can be searched.',
        {
          hint: 'Choose another one, or add it in the settings (skybucket.archives.services).',
        },
      );
    }
    return found;
  }
}

function idOf({ service, mission }: FormService): string {
  return mission === undefined ? service.id : `mission:${mission}`;
}

function serviceLine(found: FormService): SearchService {
  return { id: idOf(found), label: found.label ?? found.service.label, kind: found.kind };
}

function isOf({ kind, service, mission }: FormService, request: SearchRequest): boolean {
  return (
    kind === request.kind &&
    service.id === request.service.id &&
    (request.kind !== 'mission' || mission === request.criteria.mission)
  );
}

/** What can be done without. A cancel is no failure of it. */
async function helpful<T>(
  asked: Promise<T>,
  otherwise: T,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (signal?.aborted === true || !(error instanceof SkybucketError)) {
      throw error;
    }
    return otherwise;
  }
}
