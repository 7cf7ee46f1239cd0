package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripts cannot do they say in one line, and end with exit code 2. */
final class ScriptErrorsITCase {

  private static final Path SCRIPTS = Path.of("target/cluster/bin").toAbsolutePath();

  /** Bound but not listening: it refuses connections, and nobody else is given its port. */
  private final Socket closed = new Socket();

  @TempDir private Path folder;
  private String nobody = "";

  @BeforeEach
  void holdAPortAtWhichNobodyListens() throws IOException {
    closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    nobody = String.valueOf(closed.getLocalPort());
  }

  @AfterEach
  void giveThePortBack() throws IOException {
    closed.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cluster                     | cluster: what shall be done? 'cluster --help' says what can be
          cluster begin               | cluster: there is no command 'begin'; 'cluster --help' names those that there are
          cluster start zookeeper     | cluster: start what? broker, jobmanager, taskmanager, or nothing for all, but not 'zookeeper'
          cluster create-topics many  | cluster: create-topics PARTITIONS: how many partitions shall each topic have?
          cluster submit --parallelism 2 | cluster: submit [FLAG...] -- OPTION...: the job's options, such as --tagging.model.file, come after --
          cluster status broker       | cluster: 'status' takes no argument but was given 'broker'
          taskmanager                 | taskmanager: usage: taskmanager NAME [-D key=value]...
          supervisor                  | supervisor: usage: supervisor NAME
          jobmanager jobmanager-2     | jobmanager: jobmanager-2 needs TAGSTREAM_JOBMANAGERS=2: a JobManager alone knows of no other
          broker broker-2             | broker: no broker is called 'broker-2' where TAGSTREAM_BROKERS is 1; the first is broker-1
          jobmanager leader           | jobmanager: a JobManager is called jobmanager-1 or jobmanager-2, not 'leader'
          """)
  void refusesAWrongCommand(String command, String line) throws Exception {
    assertThat(said(command)).isEqualTo(line + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "cluster start taskmanager, JobManager",
    "cluster submit -- --tagging.model.file m.onnx, JobManager",
    "flink list, JobManager",
    "cluster create-topics 4, broker"
  })
  void saysThatNoClusterRuns(String command, String missing) throws Exception {
    String script = command.substring(0, command.indexOf(' '));
    assertThat(said(command))
        .isEqualTo(
            "%s: no %s answers at 127.0.0.1:%s; start the cluster first: cluster start%n"
                .formatted(script, missing, nobody));
  }

  @ParameterizedTest
  @CsvSource({
    "cluster start, BROKER",
    "cluster start, REST",
    "cluster start broker, CONTROLLER",
    "broker, BROKER",
    "jobmanager, RPC",
    "zookeeper, ZOOKEEPER"
  })
  void namesThePortThatIsInUse(String command, String port) throws Exception {
    String script = command.split(" ", 2)[0];
    String setting = "TAGSTREAM_" + port + "_PORT";
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String used = String.valueOf(other.getLocalPort());
      assertThat(said(command, setting + "=" + used))
          .isEqualTo(
              "%s: port %s is in use; stop what listens there, or set %s to another%n"
                  .formatted(script, used, setting));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TAGSTREAM_TASKMANAGERS=two | TAGSTREAM_TASKMANAGERS must be a whole number but was 'two'
          TAGSTREAM_BROKERS=2        | TAGSTREAM_BROKERS must be 1 or 3 but was '2'
          TAGSTREAM_JOBMANAGERS=3    | TAGSTREAM_JOBMANAGERS must be 1 or 2 but was '3'
          TAGSTREAM_RESTARTS=often   | TAGSTREAM_RESTARTS must be a whole number up to 999 but was 'often'
          TAGSTREAM_UMASK=rwx        | TAGSTREAM_UMASK must be three octal digits such as 077 but was 'rwx'
          """)
  void refusesASettingThatIsNone(String setting, String line) throws Exception {
    assertThat(said("cluster status", setting)).isEqualTo("cluster: " + line + "\n");
  }

  /** What a script says that fails, where nobody listens at any port but for the given settings. */
  private String said(String command, String... settings) throws Exception {
    List<String> words = new ArrayList<>(List.of("env", "TAGSTREAM_CLUSTER_DIR=" + folder));
    for (String port :
        List.of(
            "BROKER",
            "CONTROLLER",
            "BROKER_2",
            "CONTROLLER_2",
            "BROKER_3",
            "CONTROLLER_3",
            "REST",
            "RPC",
            "STANDBY_REST",
            "ZOOKEEPER")) {
      words.add("TAGSTREAM_" + port + "_PORT=" + nobody);
    }
    words.addAll(List.of(settings));
    List<String> parts = List.of(command.split(" ", -1));
    words.add(SCRIPTS.resolve(parts.get(0)).toString());
    words.addAll(parts.subList(1, parts.size()));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(2);
    return output;
  }
}
