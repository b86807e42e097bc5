package dev.ferrule.server.releases;

/**
 * A release as lists show it. Immutable.
 *
 * @param hash its content hash
 * @param authored who published it first
 * @param files how many files it has
 * @param totalBytes the bytes of all files together
 */
public record Published(String hash, Authored authored, int files, long totalBytes) {
  static Published of(Release release, Authored authored) {
    return new Published(release.hash(), authored, release.files().size(), release.totalBytes());
  }
}
