import { l10n } from 'vscode';
import type { SavedSearch } from '../../core/searches/saved-search';
import { formatCount } from '../../protocol/figures';
import { searchLine, type SearchLine, type SearchNode } from './searches-nodes';

/** What stands below a search in place of rows; undefined where it has some. */
export function lineInstead(
  node: SearchNode,
  { ran }: SavedSearch,
  running: boolean,
): SearchLine | undefined {
  if (ran === undefined) {
    return running
      ? searchLine(node, 'note', l10n.t('Searching…'))
      : searchLine(node, 'run', l10n.t('Run this search'));
  }
  return ran.kept
    ? undefined
    : searchLine(node, 'run', l10n.t('The rows are kept no more: run it again'));
}

/**
 * What stands below the rows of a search: how many more there are here, and elsewhere.
 *
 * @param shown how many rows are shown
 * @param end how many there are, where these are fewer than the search says
 */
export function linesBelow(
  node: SearchNode,
  { ran }: SavedSearch,
  shown: number,
  end?: number,
): readonly SearchLine[] {
  const lines: SearchLine[] = [];
  if (ran === undefined) {
    return lines;
  }
  if (ran.rows === 0 && ran.complete) {
    lines.push(searchLine(node, 'note', l10n.t('Nothing was found')));
  }
  if (end !== undefined && shown >= end) {
    lines.push(searchLine(node, 'run', l10n.t('The other rows are kept no more: run it again')));
  } else if (shown < ran.rows) {
    const text = l10n.t('Load more… ({0} of {1} shown)', formatCount(shown), formatCount(ran.rows));
    lines.push(searchLine(node, 'more', text));
  }
  if (!ran.complete) {
    const reason = ran.reason ?? l10n.t('There are more rows than these.');
    lines.push(searchLine(node, 'partial', reason));
  }
  return lines;
}
