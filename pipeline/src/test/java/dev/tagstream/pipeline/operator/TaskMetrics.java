package dev.tagstream.pipeline.operator;

import java.util.Map;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;

/** Lets a test see what an operator registers. */
final class TaskMetrics {

  private TaskMetrics() {}

  /** The environment of a task whose only operator registers in {@code metrics}. */
  static MockEnvironment environment(InterceptingOperatorMetricGroup metrics) {
    TaskMetricGroup task =
        new InterceptingTaskMetricGroup() {
          @Override
          public InternalOperatorMetricGroup getOrAddOperator(
              OperatorID id, String name, Map<String, String> variables) {
            return metrics;
          }
        };
    return new MockEnvironmentBuilder().setMetricGroup(task).build();
  }
}
