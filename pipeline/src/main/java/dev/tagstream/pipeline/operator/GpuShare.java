package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.GpuSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * The GPUs of a TaskManager, which its parallel instances of a step share evenly.
 *
 * @param choice the execution provider wished for
 * @param ids the GPUs to use; empty for those that Flink's external resources give, else GPU 0
 * @param gpu how they compute
 */
public record GpuShare(DeviceRequest.Choice choice, List<Integer> ids, GpuSettings gpu)
    implements Serializable {

  /** What Flink's GPU driver is called in {@code external-resources}. */
  private static final String RESOURCE = "gpu";

  /** The property in which it tells a GPU's number. */
  private static final String INDEX = "index";

  /** Where nobody names any. */
  private static final List<Integer> FIRST = List.of(0);

  public GpuShare {
    ids = List.copyOf(ids);
  }

  /** What this parallel instance asks for. */
  DeviceRequest of(RuntimeContext context) {
    if (choice == DeviceRequest.Choice.CPU) {
      return DeviceRequest.cpu();
    }
    List<Integer> all = ids.isEmpty() ? givenByFlink(context) : ids;
    return new DeviceRequest(choice, all.isEmpty() ? FIRST : all, gpu);
  }

  /** The card of this parallel instance where none was chosen by its leases. */
  int first(RuntimeContext context) {
    List<Integer> all = ids.isEmpty() ? givenByFlink(context) : ids;
    return all.isEmpty()
        ? FIRST.get(0)
        : all.get(context.getTaskInfo().getIndexOfThisSubtask() % all.size());
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
