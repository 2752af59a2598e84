import { formatBytes } from '../../src/protocol/figures';
import type { ChecksumReply } from '../../src/protocol/methods';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { icon } from '../ui/icons';

export interface HeaderToolActions {
  /** The cards as they are in the file, or those of what it holds compressed. */
  onStored(stored: boolean): void;
  onCheck(): void;
  onCancelCheck(): void;
}

/** How far checking the sums has come. */
export type SumCheck =
  /** `bytes` is what it costs; undefined where there is nothing to check. */
  | { readonly kind: 'offered'; readonly bytes: number | undefined }
  /** `done` is a share, 0 to 1. */
  | { readonly kind: 'checking'; readonly done: number }
  | { readonly kind: 'checked'; readonly reply: ChecksumReply }
  | { readonly kind: 'failed'; readonly text: string };

/** What can be asked of a header: its stored cards, and whether the sums of its HDU are right. */
export class HeaderTools {
  readonly element: HTMLElement;
  #actions: HeaderToolActions | undefined;
  readonly #restored = createButton({
    label: 'Restored',
    look: 'icon',
    text: 'Restored',
    title: 'The cards of what is held compressed',
    onClick: () => this.#actions?.onStored(false),
  });
  readonly #stored = createButton({
    label: 'As stored',
    look: 'icon',
    text: 'As stored',
    title: 'The cards of the table that holds it, as they are in the file',
    onClick: () => this.#actions?.onStored(true),
  });
  readonly #choice = element(
    'div',
    { class: 'header-choice', attributes: { role: 'group', 'aria-label': 'Cards' } },
    [this.#restored.element, this.#stored.element],
  );
  readonly #offer = element('div', { class: 'sum-offer' });
  readonly #bar = element('div', { class: 'progress-bar' });
  readonly #progress = element(
    'div',
    { class: 'progress', attributes: { role: 'progressbar', 'aria-label': 'Checking the sums' } },
    [this.#bar],
  );
  readonly #share = element('span', { class: 'progress-text' });
  readonly #checking = element('div', { class: 'sum-checking' }, [
    this.#progress,
    this.#share,
    createButton({ label: 'Cancel', onClick: () => this.#actions?.onCancelCheck() }).element,
  ]);
  readonly #verdict = element('p', { class: 'sum-verdict', attributes: { role: 'status' } });

  constructor() {
    this.element = element('div', { class: 'header-tools' }, [
      this.#choice,
      this.#offer,
      this.#checking,
      this.#verdict,
    ]);
    this.showChoice(undefined);
    this.showCheck({ kind: 'offered', bytes: undefined });
  }

  listen(actions: HeaderToolActions): void {
    this.#actions = actions;
  }

  /** Which cards are on show; undefined where there is nothing to choose. */
  showChoice(shown: 'restored' | 'stored' | undefined): void {
    this.#choice.hidden = shown === undefined;
    this.#restored.setPressed(shown === 'restored');
    this.#stored.setPressed(shown === 'stored');
  }

  showCheck(check: SumCheck): void {
    const { kind } = check;
    this.#checking.hidden = kind !== 'checking';
    if (kind === 'checking') {
      const percent = Math.floor(check.done * 100);
      this.#bar.style.width = `${check.done * 100}%`;
      this.#progress.setAttribute('aria-valuenow', String(percent));
      setText(this.#share, `${percent} %`);
    }
    const bytes = kind === 'offered' ? check.bytes : undefined;
    const offered = bytes !== undefined || kind === 'failed';
    this.#offer.hidden = !offered;
    if (offered) {
      const cost = bytes === undefined ? '' : ` (${formatBytes(bytes)})`;
      this.#offer.replaceChildren(
        createButton({
          label: kind === 'failed' ? 'Retry' : `Check sums${cost}`,
          title: `Compare CHECKSUM and DATASUM with the bytes of the file${bytes === undefined ? '' : `: reads ${formatBytes(bytes)}`}`,
          onClick: () => this.#actions?.onCheck(),
        }).element,
      );
    }
    this.#showVerdict(check);
  }

  #showVerdict(check: SumCheck): void {
    const text =
      check.kind === 'checked' ? check.reply.text : check.kind === 'failed' ? check.text : '';
    const { datasum, checksum } =
      check.kind === 'checked' ? check.reply : { datasum: 'absent', checksum: 'absent' };
    const wrong = check.kind === 'failed' || datasum === 'wrong' || checksum === 'wrong';
    const right = datasum === 'correct' || checksum === 'correct';
    this.#verdict.hidden = text === '';
    this.#verdict.className = `sum-verdict ${wrong ? 'wrong' : right ? 'correct' : ''}`.trim();
    this.#verdict.replaceChildren(
      ...(text === ''
        ? []
        : [
            ...(wrong ? [icon('warning')] : right ? [icon('check')] : []),
            element('span', { text }),
          ]),
    );
  }
}
