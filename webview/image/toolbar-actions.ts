import type { LimitsMode } from './limits';
import type { Mode } from './mode';

/** What can be done from the toolbar; most of it from the keyboard too. */
export interface ToolbarActions {
  onStructure(): void;
  onInspector(): void;
  onHdu(index: number): void;
  /** The HDU is to be shown in another way. */
  onMode(mode: Mode): void;
  onLimits(mode: LimitsMode): void;
  onZoom(to: 'in' | 'out' | 'fit' | 'one'): void;
  onBoxZoom(): void;
  onCrosshair(): void;
  onColourBar(): void;
  /** The data-quality mask over the picture, on or off. */
  onMask(): void;
  /** Asks what is to be cut out of the picture. */
  onCutout(): void;
  onDownload(): void;
  onExport(): void;
  onHelp(): void;
  onResetColours(): void;
}
