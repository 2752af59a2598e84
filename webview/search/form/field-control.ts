import type { FieldText, SearchField } from '../../../src/protocol/search';

/** The part of a criterion that is filled in. */
export interface FieldControl {
  readonly element: HTMLElement;
  /** Takes up what is typed and not yet taken. */
  commit(): void;
  /** To set it says nothing to whom changes are told. */
  setText(text: FieldText | undefined): void;
  /** The same field, of which more is known by now; what is typed stays. */
  learn(field: SearchField): void;
  focus(): void;
}
