// A real server of accounts and a real directory, for the tests; everything it keeps is thrown away.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The packages lie where the tests installed them, not beside this file.
const require = createRequire(path.join(process.env.PACKAGES, "package.json"));
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const { PDS } = await load("@atproto/pds");
const plc = (await load("@did-plc/server")).default;

const port = Number(process.env.PDS_PORT);
const plcPort = Number(process.env.PLC_PORT);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pds-"));

const directory = plc.PlcServer.create({ db: plc.Database.mock(), port: plcPort });
await directory.start();
const server = await PDS.fromEnv({
  devMode: true,
  port,
  hostname: "localhost",
  dataDirectory: folder,
  blobstoreDiskLocation: path.join(folder, "blobs"),
  adminPassword: "admin",
  jwtSecret: "only-for-tests",
  serviceHandleDomains: [".test"],
  didPlcUrl: `http://localhost:${plcPort}`,
  plcRotationKeyK256PrivateKeyHex: "11".repeat(32),
  inviteRequired: false,
  disableSsrfProtection: true,
  rateLimitsEnabled: process.env.RATE_LIMITS === "1",
  // Nobody answers there: this is a server without the rest of the network.
  bskyAppViewUrl: "http://localhost:9",
  bskyAppViewDid: "did:web:api.bsky.app",
  modServiceUrl: "http://localhost:9",
  modServiceDid: "did:example:none",
});
await server.start();
console.log(JSON.stringify({ ready: true, pds: `http://localhost:${port}` }));

const leave = async () => {
  await server.destroy();
  await directory.destroy();
  fs.rmSync(folder, { recursive: true, force: true });
  process.exit(0);
};
process.on("SIGTERM", leave);
process.on("SIGINT", leave);
