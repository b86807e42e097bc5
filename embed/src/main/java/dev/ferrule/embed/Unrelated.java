package dev.ferrule.embed;

import java.util.List;

/** Questions and statements, the nth of each about one subject and about no other's. */
final class Unrelated {
  static final List<String> QUESTIONS =
      List.of(
          "How deep is the harbour at low tide?",
          "Who composed the second violin concerto?",
          "What is the boiling point of ethanol?",
          "When does the night bus leave the station?",
          "Which vaccine protects against measles?",
          "How is a linked list reversed?");

  static final List<String> STATEMENTS =
      List.of(
          "Ships with more than four metres of draught enter the port only at high water.",
          "The orchestra opened the season with a symphony in D minor.",
          "The solvent evaporates quickly when it is heated in an open flask.",
          "Tickets are sold by the driver and at the machines on the platform.",
          "Patients were examined again six weeks after the first dose.",
          "The function returns a pointer to the new head node.");

  private Unrelated() {}
}
