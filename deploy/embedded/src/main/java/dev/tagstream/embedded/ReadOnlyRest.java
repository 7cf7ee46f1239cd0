package dev.tagstream.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;

/**
 * Makes the REST interface of Flink in this process read-only.
 *
 * <p>Any user of the machine can connect to a loopback port. Through Flink's REST interface they
 * could run code as the owner of this process: {@code web.submit.enable} closes the upload of jars,
 * but a job graph can still be sent. No client needs to write, because this process controls its
 * jobs without REST. Flink finds this class as a service.
 */
public final class ReadOnlyRest implements InboundChannelHandlerFactory {

  private static final Set<HttpMethod> READS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<ChannelHandler> createHandler(
      Configuration configuration, Map<String, String> responseHeaders) {
    return Optional.of(new Handler());
  }

  private static final class Handler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (message instanceof HttpRequest request && !READS.contains(request.method())) {
        ReferenceCountUtil.release(message);
        refuse(context, request.method());
      } else {
        super.channelRead(context, message);
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener handles it
    private static void refuse(ChannelHandlerContext context, HttpMethod method) {
      byte[] text =
          "This REST interface is read-only: it accepts GET but not %s.%n"
              .formatted(method)
              .getBytes(UTF_8);
      var response = new DefaultFullHttpResponse(HTTP_1_1, FORBIDDEN, Unpooled.wrappedBuffer(text));
      response.headers().set(CONTENT_TYPE, "text/plain; charset=utf-8");
      response.headers().set(CONTENT_LENGTH, text.length);
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
