package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.GpuSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * The GPUs of a TaskManager, shared evenly by the parallel instances of a step.
 *
 * @param choice the requested execution provider
 * @param ids the GPUs to use; empty for those of Flink's external resources, otherwise GPU 0
 * @param gpu how they compute
 */
public record GpuShare(DeviceRequest.Choice choice, List<Integer> ids, GpuSettings gpu)
    implements Serializable {

  /** The name of Flink's GPU driver in {@code external-resources}. */
  static final String RESOURCE = "gpu";

  /** The driver's property with a GPU's number. */
  private static final String INDEX = "index";

  /** The GPU to use if none is named. */
  private static final List<Integer> FIRST = List.of(0);

  public GpuShare {
    ids = List.copyOf(ids);
  }

  /**
   * The request of this parallel instance.
   *
   * @param given by Flink; may be empty
   */
  DeviceRequest of(Set<ExternalResourceInfo> given) {
    if (choice == DeviceRequest.Choice.CPU) {
      return DeviceRequest.cpu();
    }
    List<Integer> all = ids.isEmpty() ? numbers(given) : ids;
    return new DeviceRequest(choice, all.isEmpty() ? FIRST : all, gpu);
  }

  /** The request of this parallel instance for a GPU of its own choice, whoever leases which. */
  DeviceRequest only(RuntimeContext context) {
    return choice == DeviceRequest.Choice.CPU
        ? DeviceRequest.cpu()
        : new DeviceRequest(choice, List.of(first(context)), gpu);
  }

  /** The GPU of this parallel instance if leases do not choose one. */
  int first(RuntimeContext context) {
    List<Integer> all = ids.isEmpty() ? numbers(given(context)) : ids;
    return all.isEmpty()
        ? FIRST.get(0)
        : all.get(context.getTaskInfo().getIndexOfThisSubtask() % all.size());
  }

  /** The GPUs that Flink gives this parallel instance; may be none. */
  static Set<ExternalResourceInfo> given(RuntimeContext context) {
    return context.getExternalResourceInfos(RESOURCE);
  }

  private static List<Integer> numbers(Set<ExternalResourceInfo> given) {
    return given.stream()
        .map((ExternalResourceInfo gpu) -> gpu.getProperty(INDEX))
        .flatMap(Optional::stream)
        .map(Integer::valueOf)
        .sorted()
        .toList();
  }
}
