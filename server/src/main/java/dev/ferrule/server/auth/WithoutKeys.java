package dev.ferrule.server.auth;

/** Who may call a node that has no keys. */
public enum WithoutKeys {
  /** Whoever reaches loopback: it listens nowhere else. */
  LOOPBACK,
  /** Anybody: the operator said so. */
  ANYBODY,
  /** Nobody: it listens beyond loopback, and its last key was deleted. */
  NOBODY
}
