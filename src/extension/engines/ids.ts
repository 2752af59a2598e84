/** Commands of engines, as package.json names them. */
export const ENGINE_COMMANDS = [
  'skybucket.engine.add',
  'skybucket.engine.setSecret',
  'skybucket.engine.removeSecret',
] as const;

export type EngineCommand = (typeof ENGINE_COMMANDS)[number];
