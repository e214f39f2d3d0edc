// The browser's file dialogue.
import { input } from "../elements";
import { complain } from "../notices";

export function choosePicture(take: (file: File) => Promise<void>): void {
  const chooser = input("file");
  chooser.value = "";
  chooser.onchange = () => {
    const file = chooser.files?.[0];
    if (file) take(file).catch(complain);
  };
  chooser.click();
}
