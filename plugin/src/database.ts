/**
 * The plugin's IndexedDB. Writes are `strict` unless said otherwise: they are on the disk when the promise resolves, which is what the
 * journal's promise ("nothing twice") stands on.
 */
const NAME = "stoflow";
const VERSION = 2;

export type StoreName = "pairings" | "journal" | "parts" | "activity";

export class Database {
  #opened: Promise<IDBDatabase> | undefined;

  /** Runs one request on one store. */
  async read<T>(store: StoreName, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const db = await this.#open();
    return await settled(ask(db.transaction(store, "readonly").objectStore(store)));
  }

  /** Runs a transaction and resolves once it is on the disk; `relaxed`: once the browser has it. */
  async write(
    stores: StoreName[],
    change: (store: (name: StoreName) => IDBObjectStore) => void,
    durability: IDBTransactionDurability = "strict",
  ): Promise<void> {
    const db = await this.#open();
    await new Promise<void>((resolve, reject) => {
      const transaction = db.transaction(stores, "readwrite", { durability });
      transaction.oncomplete = () => { resolve(); };
      transaction.onerror = transaction.onabort = () => { reject(transaction.error ?? new Error("The transaction was aborted.")); };
      change((name) => transaction.objectStore(name));
    });
  }

  #open(): Promise<IDBDatabase> {
    this.#opened ??= open(() => { this.#opened = undefined; });
    this.#opened.catch(() => { this.#opened = undefined; });
    return this.#opened;
  }
}

async function open(lost: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = ({ oldVersion }) => {
    const db = request.result;
    if (oldVersion < 1) {
      db.createObjectStore("pairings", { keyPath: "browserId" });
      db.createObjectStore("journal", { keyPath: ["browserId", "id"] });
      db.createObjectStore("parts", { keyPath: ["browserId", "id", "index"] });
      db.createObjectStore("activity", { keyPath: "key", autoIncrement: true });
    }
    if (oldVersion < 2) sortActivity(request.transaction?.objectStore("activity"));
  };
  const db = await settled(request);
  db.onclose = lost;
  db.onversionchange = () => { db.close(); lost(); };
  return db;
}

// What changes something by itself, and all else by itself: so the list is trimmed by its keys, without a line being read. True and false are no keys.
function sortActivity(activity: IDBObjectStore | undefined): void {
  activity?.createIndex("kind", "kind");
  const walk = activity?.openCursor();
  if (!walk) return;
  walk.onsuccess = () => {
    const cursor = walk.result;
    const line = cursor?.value as { write: boolean } | undefined;
    cursor?.update({ ...line, kind: Number(line?.write) });
    cursor?.continue();
  };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => { resolve(request.result); };
    request.onerror = () => { reject(request.error ?? new Error("The request failed.")); };
  });
}
