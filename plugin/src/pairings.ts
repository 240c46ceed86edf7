import type { Database } from "./database";

/** Why a connection is not tried before `until` (epoch, ms). */
export interface Rest {
  reason: "revoked" | "bridge_outdated" | "plugin_outdated" | "other_bridge";
  detail: string;
  until: number;
}

/** One bridge that may drive one seller's shop from this browser. The private key cannot be exported. */
export interface Pairing {
  browserId: string;
  bridgeId: string;
  bridgeName: string;
  /** As the seller typed it. */
  address: string;
  seller: string;
  /** Path prefixes beyond the list that the seller agreed to. */
  paths: string[];
  /** The Firefox container (cookie store) it is bound to; null: whichever tab shows the site. */
  container: string | null;
  key: CryptoKey;
  /** The bridge's own key (SubjectPublicKeyInfo in base64url), which it must prove to hold; absent for one that gave none. */
  bridgeKey?: string;
  pairedAt: number;
  rest?: Rest;
}

const REHEARSAL = "";

/** The pairings of this browser, in IndexedDB because that is where a key can live without ever being readable. */
export class Pairings {
  constructor(private readonly db: Database) {}

  all(): Promise<Pairing[]> {
    return this.db.read<Pairing[]>("pairings", (store) => store.getAll() as IDBRequest<Pairing[]>);
  }

  async put(pairing: Pairing): Promise<void> {
    await this.db.write(["pairings"], (store) => { store("pairings").put(pairing); });
  }

  /** Fails where {@link put} would. It leaves nothing behind. */
  async rehearse(): Promise<void> {
    await this.db.write(["pairings"], (store) => {
      store("pairings").put({ browserId: REHEARSAL });
      store("pairings").delete(REHEARSAL);
    });
  }

  async remove(browserId: string): Promise<void> {
    await this.db.write(["pairings"], (store) => { store("pairings").delete(browserId); });
  }
}
