import type { LimitsMode } from './limits';

/** What can be done from the toolbar; most of it from the keyboard too. */
export interface ToolbarActions {
  onStructure(): void;
  onInspector(): void;
  onHdu(index: number): void;
  onLimits(mode: LimitsMode): void;
  onZoom(to: 'in' | 'out' | 'fit' | 'one'): void;
  onBoxZoom(): void;
  onCrosshair(): void;
  onColourBar(): void;
  onDownload(): void;
  onExport(): void;
  onHelp(): void;
  onResetColours(): void;
}
