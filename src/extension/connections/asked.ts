import type { Auth } from '../../core/s3/auth';
import type { Answer } from '../commands/ask';
import type { TypedKeys } from './connection-keys';
import type { Draft } from './draft';

/** What the questions about a connection have brought so far. */
export interface Asked {
  readonly draft: Draft;
  /** Keys that were typed; left out where those that are kept stay. */
  readonly keys: Partial<TypedKeys>;
  /** The region the profile names. */
  readonly region: string | undefined;
}

export function withDraft(state: Asked, more: Partial<Draft>): Asked {
  return { ...state, draft: { ...state.draft, ...more } };
}

/** Whoever signs in usually wants to write, too; whoever does not, cannot. */
export function withWay(state: Asked, auth: Auth): Asked {
  const was = state.draft.auth.kind === 'unsigned';
  const is = auth.kind === 'unsigned';
  return withDraft(state, { auth, ...(was === is ? {} : { readOnly: is }) });
}

type Role = Extract<Auth, { readonly kind: 'role' }>;

/** A role without one of the fields that it need not have. */
export function withoutField(auth: Role, field: 'profile' | 'externalId'): Role {
  return Object.fromEntries(Object.entries(auth).filter(([name]) => name !== field)) as Role;
}

export function change<T, S>(answer: Answer<T>, made: (value: T) => S): Answer<S> {
  return answer === undefined || answer === 'back' ? answer : { value: made(answer.value) };
}
