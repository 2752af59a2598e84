import { carryOut } from './carry-out';
import type { WriteContext } from './context';
import { type Chosen, parentOf, type Place, samePlace } from './place';
import { stepsInto } from './plan';

/** Objects and folders of the tree itself that were dropped onto a folder of it: copied or moved, as the user then says. */
export async function transferDropped(
  context: WriteContext,
  chosen: readonly Chosen[],
  folder: Place,
  movable: boolean,
): Promise<void> {
  // Dropped where it lies already, mostly by a hand that slipped.
  const away = chosen.filter(({ place }) => !samePlace(parentOf(place), folder));
  const { tools } = context;
  const writable = away.every(({ place }) => !tools.connection(place.connection).readOnly);
  const how = movable && writable ? 'choose' : 'only-copy';
  await carryOut(context, stepsInto(away, folder), folder, how);
}
