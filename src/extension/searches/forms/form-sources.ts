import { collectionsQuery, readCollections } from '../../../core/archives/irsa/collections';
import { MISSION_DATASETS } from '../../../core/archives/mast/mission-columns';
import type { ServiceTools } from '../../../core/archives/service-call';
import { runQuery } from '../../../core/archives/tap/run';
import { SharedTask } from '../../../core/bytes/shared-task';
import type { SearchService } from '../../../core/searches/saved-search';
import { rowsOf } from '../../../core/votable/records';
import { type ArchiveServices, tapById } from '../archive-services';
import type { MastAccess } from '../mast-access';
import { tapServiceOf } from '../search-runner-tap';
import type { NamedPosition, PlaceTools } from './place';
import type { FormService, FormSources } from './search-forms';

export interface FormSourceNeeds extends PlaceTools {
  /** As the settings have them now. */
  services(): ArchiveServices;
  readonly mast: MastAccess;
  readonly tools: ServiceTools;
}

/** The archive whose query service lists the collections of its image service. */
const WITH_COLLECTIONS = 'irsa';

/** Names whose positions stay known. */
const MOST_NAMES = 50;

/** What forms are made from, asked of the archives themselves. What a service says of itself is asked once. */
export function formSources(needs: FormSourceNeeds): FormSources {
  const { mast } = needs;
  const collections = new Map<string, CollectionList>();
  const names = new Map<string, NamedPosition>();
  return {
    resolveName: async (name, signal) => {
      // A place is looked up while it is typed, when it is counted, and when it is searched.
      const position = names.get(name) ?? (await needs.resolveName(name, signal));
      names.delete(name);
      names.set(name, position);
      for (const oldest of [...names.keys()].slice(0, -MOST_NAMES)) {
        names.delete(oldest);
      }
      return position;
    },
    services: () => formServices(needs.services()),
    mastColumns: async (signal) => (await mast.client()).columns({ signal }),
    mastValues: async (signal) => (await mast.client()).knownValues({ signal }),
    missionColumns: async (mission, signal) =>
      (await mast.client()).missionColumns(mission, { signal }),
    collections: async (service, signal) => {
      const entry = tapById(needs.services(), service.id);
      if (service.id !== WITH_COLLECTIONS || entry === undefined) {
        return [];
      }
      const { address } = entry.service;
      const list = collections.get(address) ?? new CollectionList(needs, entry.service);
      collections.set(address, list);
      return list.get(signal);
    },
  };
}

function formServices({ mast, sia }: ArchiveServices): readonly FormService[] {
  return [
    { kind: 'mast', service: mast, label: 'MAST, all missions', notes: [] },
    ...sia.map(({ service, notes }): FormService => ({
      ...{ kind: 'sia', service, notes },
      label: `${service.label} images`,
    })),
    ...Object.keys(MISSION_DATASETS).map((mission): FormService => ({
      ...{ kind: 'mission', service: mast, mission, notes: [] },
      label: `MAST, ${mission.toUpperCase().replaceAll('_', ' ')}`,
    })),
  ];
}

/** Asked for once; a failure is not kept. */
class CollectionList {
  private known: readonly string[] | undefined;
  private readonly asking: SharedTask<readonly string[]>;

  constructor(needs: FormSourceNeeds, service: SearchService) {
    this.asking = new SharedTask(async ({ signal }) => {
      const tap = tapServiceOf(needs.tools, needs.services(), service);
      const { table } = await runQuery(tap, { query: collectionsQuery('images') }, { signal });
      return readCollections(rowsOf(table, { signal }));
    });
  }

  async get(signal: AbortSignal | undefined): Promise<readonly string[]> {
    this.known ??= await this.asking.join({ signal });
    return this.known;
  }
}
