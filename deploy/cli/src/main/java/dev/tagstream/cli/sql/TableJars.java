package dev.tagstream.cli.sql;

import dev.tagstream.console.UserErrorException;

/** Flink's table jars, which the images of a cluster leave out. */
public final class TableJars {

  private static final String PLANNER =
      "org.apache.flink.table.planner.loader.DelegatePlannerFactory";

  private TableJars() {}

  /**
   * Makes sure that statements can be planned here.
   *
   * @throws UserErrorException if they cannot
   */
  public static void require() {
    try {
      Class.forName(PLANNER);
    } catch (ClassNotFoundException absent) {
      throw new UserErrorException(
          "Flink's table jars are missing here; run this command from a checkout or the whole"
              + " distribution, which has them in opt/sql");
    }
  }
}
