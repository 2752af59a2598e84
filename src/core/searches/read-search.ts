import { count, flag, oneOf, optional, readable, record, text, unreadable } from './kept-value';
import { CRITERIA } from './read-criteria';
import {
  type SavedSearch,
  SEARCH_KINDS,
  type SearchRequest,
  type SearchRun,
  type SearchService,
} from './saved-search';

/** Ids are names of files, too. */
const ID = /^[a-z0-9]{6,40}$/;

/**
 * What is asked of whom, from JSON that was kept or sent (intervals with open ends have null there).
 *
 * @returns undefined for what is no request
 */
export function readRequest(value: unknown): SearchRequest | undefined {
  return readable(request, value);
}

/** A search from JSON that was kept; undefined for what is none. */
export function readSearch(value: unknown): SavedSearch | undefined {
  return readable(search, value);
}

/** Whether two requests ask the same of the same. */
export function isSameRequest(a: SearchRequest, b: SearchRequest): boolean {
  return a.kind === b.kind && a.service.id === b.service.id && written(a) === written(b);
}

/** Read again, so that the order of what was put together, and what is undefined, say nothing. */
function written({ kind, criteria }: SearchRequest): string {
  return JSON.stringify(CRITERIA[kind](criteria));
}

function request(value: unknown): SearchRequest {
  const { kind, service, criteria } = record(value);
  const known = oneOf(SEARCH_KINDS)(kind);
  // The reader is that of the kind, which the compiler cannot follow.
  return {
    kind: known,
    service: readService(service),
    criteria: CRITERIA[known](criteria),
  } as SearchRequest;
}

function readService(value: unknown): SearchService {
  const { id, label, address } = record(value);
  return { id: text(id), label: text(label), address: text(address) };
}

function search(value: unknown): SavedSearch {
  const { id, title, named, created, ran } = record(value);
  return {
    ...request(value),
    id: ID.test(text(id)) ? text(id) : unreadable(),
    title: text(title),
    named: flag(named),
    created: text(created),
    ran: optional(readRun)(ran),
  };
}

function readRun(value: unknown): SearchRun {
  const { at, rows, total, complete, reason, kept } = record(value);
  return {
    at: text(at),
    rows: count(rows),
    total: optional(count)(total),
    complete: flag(complete),
    reason: optional(text)(reason),
    kept: flag(kept),
  };
}
