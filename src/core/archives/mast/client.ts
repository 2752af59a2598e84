import { SharedTask } from '../../bytes/shared-task';
import type { CallOptions } from '../service-call';
import { CloudPlaces, type CloudOptions } from './cloud';
import { askColumns, type MastColumn } from './columns';
import { askKnownValues, missionsIn, type KnownValuesOfColumns } from './known-values';
import type { MashupOptions } from './mashup';
import { askMissionColumns, type MissionColumn } from './mission-columns';
import { askMissionProducts } from './mission-products';
import type { MissionQuery } from './mission-query';
import { countMission, searchMission } from './mission-search';
import { askProducts, type MastProducts, type ProductOptions } from './products';
import type { MastQuery } from './query';
import {
  countObservations,
  searchObservations,
  type MastResult,
  type SearchOptions,
} from './search';
import type { MastTools } from './tools';

type Options = Pick<CallOptions, 'signal'>;

/**
 * MAST as a whole: what its columns are is asked once, and then known; searches, counts, products and their
 * places in the cloud each time. Every method throws what the function it stands for throws.
 */
export class MastClient {
  /** Where products lie in the cloud. */
  readonly cloud: CloudPlaces;
  private readonly kept = new Map<string, Kept<unknown>>();

  constructor(
    private readonly tools: MastTools,
    cloud: CloudOptions,
  ) {
    this.cloud = new CloudPlaces(tools, cloud);
  }

  /** The columns that observations can be searched by. */
  columns(options: Options = {}): Promise<readonly MastColumn[]> {
    return this.once('columns', options, (signal) => askColumns(this.tools, undefined, { signal }));
  }

  /** What observations have in their columns, where MAST tells it. */
  knownValues(options: Options = {}): Promise<KnownValuesOfColumns> {
    return this.once('values', options, (signal) => askKnownValues(this.tools, { signal }));
  }

  async missions(options: Options = {}): Promise<readonly string[]> {
    return missionsIn(await this.knownValues(options));
  }

  async count(query: MastQuery, options: MashupOptions = {}): Promise<number> {
    return countObservations(this.tools, query, await this.columns(options), options);
  }

  async search(query: MastQuery, options: SearchOptions = {}): Promise<MastResult> {
    return searchObservations(this.tools, query, await this.columns(options), options);
  }

  products(obsids: readonly string[], options: ProductOptions = {}): Promise<MastProducts> {
    return askProducts(this.tools, obsids, options);
  }

  /** The columns that the search of one mission knows. */
  missionColumns(mission: string, options: Options = {}): Promise<readonly MissionColumn[]> {
    return this.once(`mission ${mission}`, options, (signal) =>
      askMissionColumns(this.tools, mission, { signal }),
    );
  }

  async countMission(query: MissionQuery, options: SearchOptions = {}): Promise<number> {
    const columns = await this.missionColumns(query.mission, options);
    return countMission(this.tools, query, columns, options);
  }

  async searchMission(query: MissionQuery, options: SearchOptions = {}): Promise<MastResult> {
    const columns = await this.missionColumns(query.mission, options);
    return searchMission(this.tools, query, columns, options);
  }

  missionProducts(
    mission: string,
    datasets: readonly string[],
    options: ProductOptions = {},
  ): Promise<MastProducts> {
    return askMissionProducts(this.tools, mission, datasets, options);
  }

  /** Asked for by several at a time it is asked of MAST once, and a failure is not kept. */
  private once<T>(
    name: string,
    { signal }: Options,
    ask: (signal: AbortSignal | undefined) => Promise<T>,
  ): Promise<T> {
    let kept = this.kept.get(name) as Kept<T> | undefined;
    if (kept === undefined) {
      kept = new Kept(ask);
      this.kept.set(name, kept);
    }
    return kept.get(signal);
  }
}

class Kept<T> {
  private value: { readonly is: T } | undefined;
  private readonly asking: SharedTask<T>;

  constructor(ask: (signal: AbortSignal | undefined) => Promise<T>) {
    this.asking = new SharedTask(({ signal }) => ask(signal));
  }

  async get(signal: AbortSignal | undefined): Promise<T> {
    this.value ??= { is: await this.asking.join({ signal }) };
    return this.value.is;
  }
}
