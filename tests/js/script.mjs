// Load classic scripts of the theme, as a page does, into a world of their own.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const FOLDER = new URL("../../themes/chapbook_theme/assets/chapbook/", import.meta.url);

/** Run the named scripts one after the other; gives their shared `chapbook`. `globals` stand in for the browser. */
export const load = (names, globals = {}) => {
  const world = vm.createContext({ ...globals });
  for (const name of names) vm.runInContext(readFileSync(new URL(name, FOLDER), "utf8"), world, { filename: name });
  return world.chapbook;
};

/** Values of another world have other prototypes; as plain data they can be compared. */
export const plain = (value) => JSON.parse(JSON.stringify(value));
