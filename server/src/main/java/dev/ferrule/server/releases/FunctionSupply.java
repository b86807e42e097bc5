package dev.ferrule.server.releases;

import java.util.List;

/** Where the functions of releases come from. Thread-safe. */
public interface FunctionSupply {
  /** For a node without workers: nothing is waited for. */
  FunctionSupply NONE =
      new FunctionSupply() {
        @Override
        public void require(LiveRelease release) {
          // Its calls are failures that say why.
        }

        @Override
        public void running(List<LiveRelease> running) {
          // Nothing to keep.
        }

        @Override
        public boolean isComplete(LiveRelease release) {
          return true;
        }
      };

  /**
   * Waits until each function of a release has a worker.
   *
   * @throws dev.ferrule.model.FerruleException with {@link
   *     dev.ferrule.model.ErrorCode#FUNCTIONS_UNAVAILABLE} when that is not so in time
   */
  void require(LiveRelease release);

  /** Whether each function of a release has a worker now, or the node is to start it. */
  boolean isComplete(LiveRelease release);

  /** Says what runs from now on; the workers of others may go once their last event is done. */
  void running(List<LiveRelease> running);
}
