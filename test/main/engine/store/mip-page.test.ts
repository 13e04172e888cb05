import { expect, it } from 'vitest';
import { decodeBand, PageBands } from '../../../../src/main/engine/store/mip-page.ts';
import { RunList } from '../../../../src/main/engine/store/runs.ts';

const bandTracks = 64;

it('hands a band of tracks on as soon as the next one begins, so that hundreds of thousands of tracks are never held', () => {
  const emitted: { readonly page: number; readonly band: number; readonly tracks: readonly number[] }[] = [];
  const bands = new PageBands((page, band, data) => {
    emitted.push({ page, band, tracks: [...decodeBand(page, band, new Uint8Array(data)).keys()] });
  });
  const runs = new RunList();
  runs.push(3 * 512 + 5, 2, 200, 100, 1, 4);
  const tracks = 20_000;
  for (let track = 0; track < tracks; track += 1) {
    bands.add(3, track, runs);
    expect(emitted.length).toBe(Math.floor(track / bandTracks));
  }
  bands.flush();
  expect(emitted.length).toBe(Math.ceil(tracks / bandTracks));
  expect(emitted.flatMap((each) => each.tracks)).toEqual(Array.from({ length: tracks }, (_, track) => track));
});

it('leaves out bands in which nothing happened, and keeps pages apart', () => {
  const emitted: string[] = [];
  const bands = new PageBands((page, band) => emitted.push(`${page} ${band}`));
  const runs = new RunList();
  runs.push(0, 1, 255, 255, 1, 1);
  bands.add(0, 1, runs);
  bands.add(1, 1, runs);
  bands.add(0, 70, new RunList());
  bands.add(0, 640, runs);
  bands.flush();
  expect(emitted).toEqual(['0 0', '1 0', '0 10']);
});
