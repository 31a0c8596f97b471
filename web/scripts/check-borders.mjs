/** Run dependency-cruiser and fail also when it read nothing, which it does silently. */
import { spawnSync } from 'node:child_process';

const run = spawnSync(
  process.execPath,
  ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', 'src', '--output-type', 'json'],
  { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
if (!run.stdout) {
  console.error(run.stderr);
  process.exit(2);
}
const { summary } = JSON.parse(run.stdout);
for (const { rule, from, to } of summary.violations) {
  console.error(`${rule.severity} ${rule.name}: ${from} -> ${to}`);
}
if (summary.totalCruised === 0) {
  console.error('No module was read: the borders were not checked.');
  process.exit(1);
}
console.log(`${summary.totalCruised} modules, ${summary.error} violations`);
process.exit(summary.error > 0 ? 1 : 0);
