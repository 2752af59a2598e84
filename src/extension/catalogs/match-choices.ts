import type { MatchChoice } from '../../protocol/catalog-match';
import type { CatalogServices } from './catalog-services';
import { tellApart } from './tell-apart';

/**
 * What a result can be matched with: the other results that are kept, and the catalogues that the sidebar lists.
 *
 * @param but the id of the result itself
 */
export async function matchChoices(
  { results, known }: Pick<CatalogServices, 'results' | 'known'>,
  but: string | undefined,
): Promise<readonly MatchChoice[]> {
  const catalogs = known.all();
  const apart = tellApart(catalogs.map(({ title, dataset }) => ({ title, uri: dataset.uri })));
  const kept = (await results.list()).filter(({ id }) => id !== but);
  return [
    ...kept.map(({ uri, title }) => ({
      dataset: { uri, part: '' },
      ...{ label: title, kind: 'result' as const },
    })),
    ...catalogs.map(({ dataset, title }, i) => ({
      ...{ dataset, kind: 'catalogue' as const },
      label: apart[i] ? `${title} (${apart[i]})` : title,
    })),
  ];
}
