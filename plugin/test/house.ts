import { IDBFactory } from "fake-indexeddb";
import { vi } from "vitest";
import { Accounts } from "../src/accounts";
import { Activity } from "../src/activity";
import { Database } from "../src/database";
import { Journal } from "../src/journal";
import { Lanes } from "../src/lanes";
import { Link } from "../src/link";
import { PairingDesk } from "../src/pairing";
import { Pairings, type Pairing } from "../src/pairings";
import type { SiteStatus } from "../src/protocol";
import { Sessions } from "../src/session";
import { Tabs } from "../src/tabs";
import { Turns } from "../src/turns";
import { FakeBridge } from "./fake-bridge";

/** A background's life: made anew over the same disk when the test lets it die. */
export interface Life {
  link: Link;
  journal: Journal;
  lanes: Lanes;
  accounts: Accounts;
  sessions: Sessions;
  activity: Activity;
  tabs: Tabs;
}

/** The plugin's background and a bridge, joined by a real socket. */
export class House {
  paused = false;
  sites: SiteStatus[] = [];
  life!: Life;
  pairing!: Pairing;

  private constructor(readonly bridge: FakeBridge) {}

  static async start(): Promise<House> {
    globalThis.indexedDB = new IDBFactory();
    const house = new House(await FakeBridge.start());
    const desk = new PairingDesk(() => Promise.resolve(), (pairing) => {
      house.pairing = pairing;
      return Promise.resolve();
    }, vi.fn());
    await desk.ask(house.bridge.address, "bcdf-ghjk");
    await desk.accept();
    await house.live();
    return house;
  }

  /** A background begins and connects. */
  async live(): Promise<void> {
    const db = new Database();
    const journal = await Journal.open(db);
    const lanes = new Lanes(vi.fn());
    const accounts = new Accounts(() => { this.life.link.tellStops(); }, vi.fn());
    await accounts.restore();
    const sessions = new Sessions(vi.fn());
    const activity = new Activity(db);
    const tabs = new Tabs((site) => accounts.meant(site));
    const link = new Link(this.pairing, {
      journal,
      activity,
      pairings: new Pairings(db),
      tools: { tabs, sessions, lanes, accounts, turns: new Turns(), paused: () => this.paused },
      status: () => Promise.resolve({ paused: this.paused, sites: this.sites }),
      changed: vi.fn(),
      worked: vi.fn(),
    });
    this.life = { link, journal, lanes, accounts, sessions, activity, tabs };
    const before = this.bridge.heardOf("status").length;
    link.start();
    await this.bridge.until(() => this.bridge.heardOf("status").length > before);
  }

  /** The background dies: what it had in memory is gone. */
  die(): void {
    this.life.link.connection.stop(1001, "suspended");
    // What is left of it here would go on with a batch, in the tab of the next test.
    this.life.tabs.ask = () => new Promise<never>(() => undefined);
  }

  async stop(): Promise<void> {
    this.die();
    await this.bridge.stop();
  }
}
