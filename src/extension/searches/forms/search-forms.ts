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
import { type PlaceTools, readPlaces, type TypedPlaces } from './place';
import { SIA_RADIUS, siaFilled, siaForm, siaQuery } from './sia-form';
import { withUnshown } from './unshown';

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

export interface FormOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told the form as far as it is known at once. */
  readonly onPart?: ((form: SearchForm) => void) | undefined;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly before?: SearchRequest | undefined;
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
  readonly place: TypedPlaces | undefined;
}

/** The forms of all services: what they consist of, what is asked by them, and how searches look in them. */
export class SearchForms {
  constructor(private readonly sources: FormSources) {}

  services(): readonly SearchService[] {
    return this.sources.services().map(serviceLine);
  }

  /**
   * What a service can be asked for. Known values are a help: what can be had without them is reported first, and
   * where they cannot be had the form says so.
   *
   * @throws SkybucketError `not-found` for a service that is not there; what asking for its columns throws.
   */
  async form(id: string, { signal, onPart }: FormOptions = {}): Promise<SearchForm> {
    const { sources } = this;
    const found = this.service(id);
    const service = serviceLine(found);
    if (found.kind === 'mission') {
      const columns = await sources.missionColumns(found.mission ?? '', signal);
      return missionForm(service, columns);
    }
    if (found.kind === 'sia') {
      const made = (collections: readonly string[]): SearchForm =>
        siaForm(service, collections, found.notes);
      onPart?.(made([]));
      return complete(sources.collections(found.service, signal), made, [], signal);
    }
    const asked = sources.mastValues(signal);
    // It may fail before the columns are here.
    asked.catch(() => undefined);
    const columns = await sources.mastColumns(signal);
    const made = (values: KnownValuesOfColumns): SearchForm => mastForm(service, columns, values);
    onPart?.(made(new Map()));
    return complete(asked, made, new Map(), signal);
  }

  /**
   * How a place is understood.
   *
   * @throws SkybucketError what {@link readPlace} throws.
   */
  async place(
    { service, place, radius }: Pick<FilledForm, 'service' | 'place' | 'radius'>,
    signal?: AbortSignal,
  ): Promise<TypedPlaces> {
    const { kind } = this.service(service);
    const wanted = radius.trim() === '' ? RADII[kind] : radius;
    const options = { shapes: kind === 'sia', several: kind !== 'mast', signal };
    return readPlaces(place, wanted, this.sources, options);
  }

  /**
   * What is asked.
   *
   * @param options with the search that the form was made for, of which what the form does not show is kept
   * @throws SkybucketError for what is filled in and makes no sense, and for a name nobody knows.
   */
  async request(filled: FilledForm, { signal, before }: RequestOptions = {}): Promise<FormRequest> {
    const { request, place } = await this.shown(filled, signal);
    return { request: before === undefined ? request : withUnshown(request, before), place };
  }

  private async shown(filled: FilledForm, signal?: AbortSignal): Promise<FormRequest> {
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
    const criteria = mastQuery(filled, await this.sources.mastColumns(signal), place?.all[0]);
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

/** The form with the known values; without them, where they cannot be had. A cancel is no failure of theirs. */
async function complete<T>(
  asked: Promise<T>,
  made: (known: T) => SearchForm,
  otherwise: T,
  signal: AbortSignal | undefined,
): Promise<SearchForm> {
  try {
    return made(await asked);
  } catch (error) {
    if (signal?.aborted === true || !(error instanceof SkybucketError)) {
      throw error;
    }
    const incomplete = `The known values are missing: ${error.message}`;
    return { ...made(otherwise), incomplete };
  }
}
