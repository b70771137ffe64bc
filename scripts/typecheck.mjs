// One config per thread the code runs on (house style: the path says the thread).
import { spawnSync } from 'node:child_process';

const configs = ['pure', 'shared', 'workers', 'page', 'node'];
const failed = configs.filter((name) => {
  const { status } = spawnSync('npx', ['tsc', '-p', `tsconfig.${name}.json`], { stdio: 'inherit' });
  return status !== 0;
});
if (failed.length > 0) {
  console.error(`Type errors under: ${failed.join(', ')}`);
  process.exit(1);
}
