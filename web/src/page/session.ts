// The session in IndexedDB: what is painted is written soon after each change, each pass once, so a crash loses a second at most.
import type { Color } from "../engine/types";
import type { App } from "./app";
import { decodePng, pngBlob } from "./files/png";
import { tell } from "./notices";
import type { Tiles } from "./paint/layer";
import { Pictures, type PackedPictures } from "./paint/pictures";
import { PAINTED, Sheet, type Painted, type Pass, type Settings } from "./paint/sheet";

const PAUSE = 500;

interface KeptPass {
  id: number;
  parent: number | null;
  name: string;
  settings: Settings;
  layers: Record<Painted, Tiles>;
  thumbnail: string;
  pictures: PackedPictures;
}

interface KeptSheet {
  name: string;
  lines: Blob;
  layers: Record<Painted, Tiles>;
  settings: Settings;
  palette: Color[];
  recent: Color[];
  color: Color;
  shown: number | null;
  base: number | null;
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open("pegbar", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("sheet");
    request.result.createObjectStore("passes", { keyPath: "id" });
  };
  return asked(request);
}

export class Session {
  private database: IDBDatabase | null = null;
  private lines: Blob | null = null;
  private kept = new Set<number>();
  private timer = 0;
  private restoring = false;

  constructor(private readonly app: App) {
    app.on("sheet", () => this.begin());
    for (const happening of ["painted", "place", "settings", "palette", "color"] as const) app.on(happening, () => this.later());
    window.addEventListener("pagehide", () => void this.write());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.write();
    });
  }

  private begin(): void {
    if (this.restoring) return;
    this.lines = null;
    this.kept.clear();
    void this.transaction((stores) => {
      stores("passes").clear();
      stores("sheet").clear();
    });
    this.later();
  }

  private later(): void {
    if (this.restoring) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.write(), PAUSE);
  }

  private async transaction(act: (store: (name: string) => IDBObjectStore) => void): Promise<void> {
    if (!this.database) return;
    const transaction = this.database.transaction(["sheet", "passes"], "readwrite");
    act((name) => transaction.objectStore(name));
    await new Promise<void>((done, failed) => {
      transaction.oncomplete = () => done();
      transaction.onabort = () => failed(transaction.error);
    });
  }

  private async write(): Promise<void> {
    clearTimeout(this.timer);
    const { sheet } = this.app;
    if (!sheet || !this.database) return;
    try {
      this.lines ??= await pngBlob(sheet.lines);
      const fresh = sheet.passes.filter(({ id }) => !this.kept.has(id));
      const passes = await Promise.all(fresh.map(keptPass));
      if (sheet !== this.app.sheet) return;
      const kept = this.keptSheet(sheet, this.lines);
      await this.transaction((store) => {
        for (const pass of passes) store("passes").put(pass);
        store("sheet").put(kept, "now");
      });
      for (const { id } of passes) this.kept.add(id);
    } catch {
      tell("no_storage");
    }
  }

  private keptSheet(sheet: Sheet, lines: Blob): KeptSheet {
    const { settings, palette, recent, painter } = this.app;
    const { shown, base } = sheet.place;
    const layers = sheet.snapshot();
    return { name: sheet.name, lines, layers, settings, palette, recent, color: painter.color, shown: shown?.id ?? null, base: base?.id ?? null };
  }

  /** Opens what was open last time; says whether there was anything. */
  async restore(): Promise<boolean> {
    try {
      this.database = await opened();
    } catch {
      tell("no_storage");
      return false;
    }
    const stores = this.database.transaction(["sheet", "passes"]);
    const [kept, passes] = await Promise.all([
      asked(stores.objectStore("sheet").get("now") as IDBRequest<KeptSheet | undefined>),
      asked(stores.objectStore("passes").getAll() as IDBRequest<KeptPass[]>),
    ]);
    if (!kept) return false;
    const lines = await decodePng(new Uint8Array(await kept.lines.arrayBuffer()));
    if (!lines) return false;
    this.restoring = true;
    try {
      await this.put(kept, new Sheet(kept.name, lines), passes);
    } finally {
      this.restoring = false;
    }
    return true;
  }

  private async put(kept: KeptSheet, sheet: Sheet, passes: KeptPass[]): Promise<void> {
    const { app } = this;
    this.lines = kept.lines;
    this.kept = new Set(passes.map(({ id }) => id));
    for (const { pictures, ...rest } of passes) sheet.passes.push({ ...rest, pictures: Pictures.from(pictures) });
    for (const name of PAINTED) sheet.layers[name].replace(kept.layers[name]);
    Object.assign(app, { settings: kept.settings, palette: kept.palette, recent: kept.recent });
    app.setColor(kept.color);
    app.take(sheet);
    app.happen("settings");
    app.happen("palette");
    const found = (id: number | null): Pass | null => sheet.passes.find((pass) => pass.id === id) ?? null;
    await app.goTo({ shown: found(kept.shown), base: found(kept.base) });
  }
}

async function keptPass({ pictures, ...rest }: Pass): Promise<KeptPass> {
  return { ...rest, pictures: await pictures.packed };
}
