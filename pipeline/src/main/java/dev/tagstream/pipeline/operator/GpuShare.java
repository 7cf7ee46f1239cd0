package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.DeviceRequest;
import dev.tagstream.pipeline.model.TensorRtSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * Spreads the parallel instances of a step over the GPUs of a TaskManager, round-robin.
 *
 * @param choice the execution provider wished for
 * @param ids the GPUs to use; empty for those that Flink's external resources give, else GPU 0
 * @param tensorRt how TensorRT is used, if it is chosen
 */
public record GpuShare(DeviceRequest.Choice choice, List<Integer> ids, TensorRtSettings tensorRt)
    implements Serializable {

  /** What Flink's GPU driver is called in {@code external-resources}. */
  private static final String RESOURCE = "gpu";

  /** The property in which it tells a GPU's number. */
  private static final String INDEX = "index";

  public GpuShare {
    ids = List.copyOf(ids);
  }

  /** Of devices of which nothing special is wanted. */
  public GpuShare(DeviceRequest.Choice choice, List<Integer> ids) {
    this(choice, ids, TensorRtSettings.NONE);
  }

  /** The device for this parallel instance. */
  DeviceRequest of(RuntimeContext context) {
    if (choice == DeviceRequest.Choice.CPU) {
      return DeviceRequest.cpu();
    }
    List<Integer> all = ids.isEmpty() ? givenByFlink(context) : ids;
    int subtask = context.getTaskInfo().getIndexOfThisSubtask();
    int id = all.isEmpty() ? 0 : all.get(subtask % all.size());
    return new DeviceRequest(choice, id, tensorRt);
  }

  private static List<Integer> givenByFlink(RuntimeContext context) {
    return context.getExternalResourceInfos(RESOURCE).stream()
        .map((ExternalResourceInfo gpu) -> gpu.getProperty(INDEX))
        .flatMap(Optional::stream)
        .map(Integer::valueOf)
        .sorted()
        .toList();
  }
}
