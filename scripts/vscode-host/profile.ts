import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Settings that keep VS Code from greeting, updating, asking and calling out. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.hotExit': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
} as const;

export type Settings = Readonly<Record<string, unknown>>;

/**
 * Where VS Code keeps what a person has set, and what belongs to a machine. A server reads settings of
 * machine scope from the latter alone; a desktop has only the former.
 */
export type SettingsFile = 'User' | 'Machine';

/** Sets what is given, and leaves what else the file says. */
export function mergeSettings(userData: string, file: SettingsFile, settings: Settings): void {
  const folder = join(userData, file);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'settings.json');
  const merged = { ...readSettings(path), ...settings };
  writeFileSync(path, `${JSON.stringify(merged, undefined, 2)}\n`);
}

function readSettings(path: string): Settings {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Settings;
  } catch {
    // Comments, or cut off in the middle: a profile of ours is no place for what must be kept.
    return {};
  }
}

/** Whether the file says anything of a setting. */
export function hasSetting(userData: string, file: SettingsFile, name: string): boolean {
  return name in readSettings(join(userData, file, 'settings.json'));
}
