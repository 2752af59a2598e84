import type { Inspector } from '../inspector/inspector';
import type { Frame } from './frame';
import type { HeaderLoader } from './headers';
import type { Mode } from './mode';
import type { InspectorTab } from './state';

/** The tab beside a table that answers the same question as one beside a picture. */
const BESIDE_TABLE: Partial<Record<InspectorTab, InspectorTab>> = {
  histogram: 'column',
  statistics: 'column',
  profiles: 'plot',
  pixels: 'cell',
};

/** Which tab of the inspector is in sight, and what follows from that. */
export class TabChoice {
  constructor(
    private readonly frame: Frame,
    private readonly inspector: Inspector,
    private readonly headers: HeaderLoader,
  ) {}

  get headerInSight(): boolean {
    return this.frame.open.inspector && this.inspector.tab === 'header';
  }

  /** A key asks for a tab of pictures; beside a table it is the one that answers the same question. */
  toggle(asked: InspectorTab, mode: Mode | undefined): void {
    const tab = (mode === 'table' ? BESIDE_TABLE[asked] : undefined) ?? asked;
    if (this.frame.open.inspector && this.inspector.tab === tab) {
      this.frame.toggle('inspector');
    } else {
      this.show(tab);
    }
  }

  show(tab: InspectorTab): void {
    this.inspector.tab = tab;
    this.changed();
    if (!this.frame.open.inspector) {
      this.frame.toggle('inspector');
    }
  }

  /** The inspector may have kept to its tab: not every mode has every one. */
  changed(): void {
    this.frame.setTab(this.inspector.tab);
    this.headers.ensure(this.headerInSight);
  }
}
