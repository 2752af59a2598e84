import type { MatchChoice } from '../../protocol/catalog-match';
import type { CatalogServices } from './catalog-services';

/**
 * What a result can be matched with: the other results that are kept, and the catalogues that the sidebar lists.
 *
 * @param but the id of the result itself
 */
export async function matchChoices(
  { results, known }: Pick<CatalogServices, 'results' | 'known'>,
  but: string | undefined,
): Promise<readonly MatchChoice[]> {
  const kept = (await results.list()).filter(({ id }) => id !== but);
  return [
    ...kept.map(({ uri, title }) => ({
      dataset: { uri, part: '' },
      ...{ label: title, kind: 'result' as const },
    })),
    ...known.all().map(({ dataset, title }) => ({
      ...{ dataset, label: title, kind: 'catalogue' as const },
    })),
  ];
}
