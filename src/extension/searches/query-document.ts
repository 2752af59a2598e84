import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import type { SavedSearch } from '../../core/searches/saved-search';
import { queryText } from '../adql/query-text';

/**
 * Shows the query of a search as a document that can be changed and run.
 *
 * @throws SkybucketError `unsupported` for a search that is no query.
 */
export async function showQuery(search: SavedSearch): Promise<void> {
  if (search.kind !== 'tap') {
    throw new SkybucketError('unsupported', 'This search is no query.', {
      hint: 'Change it in its form.',
    });
  }
  const { query, mostRows } = search.criteria;
  // The line by which documents of queries say who is asked.
  const named = /^\s*--\s*service\s*:/i.test(query);
  const content = named ? query : queryText(search.service.id, query, mostRows);
  const document = await vscode.workspace.openTextDocument({ language: 'adql', content });
  await vscode.window.showTextDocument(document);
}
