import * as vscode from 'vscode';
import { isCancelled, sentence } from '../../core/errors';

/** What a step of a dialog came to: a value, the way back, or the end of it all. */
export type Answer<T> = { readonly value: T } | 'back' | undefined;

interface Step {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
}

export interface TextStep<T> extends Step {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  /** What is typed is not shown. */
  readonly password?: boolean;
  /** What is wrong with a text under typing, in one sentence; not asked of an empty one. */
  readonly check?: (text: string) => string | undefined;
  /**
   * Reads what was typed, at Enter.
   *
   * @param signal aborts when something else is typed or the dialog is closed.
   * @throws what is wrong with it: the sentence is shown and the dialog stays.
   */
  readonly read: (text: string, signal: AbortSignal) => Promise<T>;
}

/** Asks for a text until it can be read. */
export async function askText<T>(asked: TextStep<T>): Promise<Answer<T>> {
  const input = vscode.window.createInputBox();
  Object.assign(input, {
    title: asked.title,
    step: asked.step,
    totalSteps: asked.steps,
    prompt: asked.prompt,
    placeholder: asked.placeholder,
    value: asked.value,
    password: asked.password ?? false,
    ignoreFocusOut: true,
    buttons: asked.step > 1 ? [vscode.QuickInputButtons.Back] : [],
  });
  let reading = new AbortController();
  try {
    return await new Promise<Answer<T>>((resolve) => {
      const accept = async (): Promise<void> => {
        // Enter may be pressed again while it is read.
        reading.abort();
        const { signal } = (reading = new AbortController());
        input.busy = true;
        input.validationMessage = '';
        try {
          resolve({ value: await asked.read(input.value.trim(), signal) });
        } catch (error) {
          if (!signal.aborted && !isCancelled(error)) {
            input.validationMessage = sentence(error);
          }
        } finally {
          input.busy = signal.aborted && input.busy;
        }
      };
      input.onDidAccept(() => void accept());
      input.onDidChangeValue(() => {
        reading.abort();
        input.busy = false;
        const text = input.value.trim();
        input.validationMessage = (text === '' ? undefined : asked.check?.(text)) ?? '';
      });
      input.onDidTriggerButton(() => resolve('back'));
      input.onDidHide(() => resolve(undefined));
      input.show();
    });
  } finally {
    reading.abort();
    input.dispose();
  }
}

export type PickItem<T> = vscode.QuickPickItem & { readonly value: T };

export interface PickStep<T> extends Step {
  readonly placeholder: string;
  readonly items: readonly PickItem<T>[];
  /** Items that come later, below the others; a failure to get them is no matter. */
  readonly more?: ((signal: AbortSignal) => Promise<readonly PickItem<T>[]>) | undefined;
  /** The one that is under the cursor; left out, the first. */
  readonly active?: T | undefined;
}

/** Asks for one of several. */
export async function askPick<T>(asked: PickStep<T>): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<PickItem<T>>();
  Object.assign(pick, {
    title: asked.title,
    step: asked.step,
    totalSteps: asked.steps,
    placeholder: asked.placeholder,
    items: asked.items,
    ignoreFocusOut: true,
    matchOnDescription: true,
    buttons: asked.step > 1 ? [vscode.QuickInputButtons.Back] : [],
  });
  if (asked.active !== undefined) {
    pick.activeItems = asked.items.filter(({ value }) => value === asked.active);
  }
  const stop = new AbortController();
  if (asked.more !== undefined) {
    void addItems(pick, asked, asked.more, stop.signal);
  }
  try {
    return await new Promise<Answer<T>>((resolve) => {
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        if (chosen !== undefined) {
          resolve({ value: chosen.value });
        }
      });
      pick.onDidTriggerButton(() => resolve('back'));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    stop.abort();
    pick.dispose();
  }
}

async function addItems<T>(
  pick: vscode.QuickPick<PickItem<T>>,
  { items, active }: PickStep<T>,
  more: (signal: AbortSignal) => Promise<readonly PickItem<T>[]>,
  signal: AbortSignal,
): Promise<void> {
  pick.busy = true;
  const late = await more(signal).catch(() => []);
  if (signal.aborted) {
    return;
  }
  const before = pick.activeItems;
  pick.items = [...items, ...late];
  const wanted = active === undefined ? [] : late.filter(({ value }) => value === active);
  pick.activeItems = wanted.length > 0 ? wanted : before;
  pick.busy = false;
}
