import * as vscode from 'vscode';
import type { Meter } from '../core/bytes/meter';
import type { Command } from './ids';
import { countOf, formatCost } from '../protocol/figures';

const REFRESH = 300;
const SHOW_LOG: Command = 'skybucket.showLog';

interface Shown {
  readonly meter: Meter;
  readonly size: number | undefined;
  readonly copy?: string | undefined;
}

/** What reading the active document has cost, in the status bar: `8.4 of 200 MB · 12 requests · 1.4 s`. */
export class MeterStatus implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private timer: ReturnType<typeof setInterval> | undefined;
  /** By who shows it; the last one is seen. */
  private readonly all = new Map<string, Shown>();

  constructor(private readonly session: Meter) {
    this.item = vscode.window.createStatusBarItem(
      'skybucket.meter',
      vscode.StatusBarAlignment.Right,
      100,
    );
    this.item.name = vscode.l10n.t('Skybucket Transfer');
    this.item.command = SHOW_LOG;
  }

  /** @param by who has something to show, or no more: one may come before another goes. */
  show(given: Shown | undefined, by: string): void {
    clearInterval(this.timer);
    this.all.delete(by);
    if (given !== undefined) {
      this.all.set(by, given);
    }
    const shown = [...this.all.values()].at(-1);
    if (shown === undefined) {
      this.item.hide();
      return;
    }
    // A meter changes with every packet; looking at it a few times a second is cheaper than listening.
    this.timer = setInterval(() => this.update(shown), REFRESH);
    this.update(shown);
    this.item.show();
  }

  dispose(): void {
    clearInterval(this.timer);
    this.item.dispose();
  }

  private update({ meter, size, copy }: Shown): void {
    const { l10n } = vscode;
    const figures = meter.figures();
    const cost = formatCost(figures, size);
    const text =
      copy === undefined
        ? cost
        : figures.requests === 0
          ? l10n.t('local copy · nothing over the network')
          : l10n.t('local copy · {0}', cost);
    if (text === this.item.text) {
      return;
    }
    this.item.text = text;
    this.item.tooltip = [
      ...(copy === undefined ? [] : [l10n.t('Read from the download {0}', copy)]),
      l10n.t('Read of this file: {0}, in {1}', cost, countOf(figures.rounds, 'round')),
      l10n.t('This session: {0}', formatCost(this.session.figures(), undefined)),
      l10n.t('Click for the log of requests'),
    ].join('\n');
    this.item.accessibilityInformation = { label: l10n.t('Transfer: {0}', text) };
  }
}
