package dev.gradus.data.named;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A server on this machine, whose answers a test lays out in order; the last one is given again and again.
final class Home implements AutoCloseable {
  /// What it does with a request.
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Queue<Answer> answers = new ArrayDeque<>();
  /// The path and Range of each request, such as `/a null`.
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  Home(Answer... answers) {
    this.answers.addAll(Arrays.asList(answers));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> {
      asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Range"));
      Answer answer;
      synchronized (this.answers) {
        answer = this.answers.size() > 1 ? this.answers.poll() : this.answers.peek();
      }
      answer.to(exchange);
      exchange.close();
    });
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// The whole content, or the rest from where it is asked for.
  static Answer whole(byte[] content) {
    return exchange -> {
      int from = promised(exchange, content);
      exchange.getResponseBody().write(content, from, content.length - from);
    };
  }

  /// Promises the content from where it is asked for, which it gives.
  private static int promised(HttpExchange exchange, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (from > 0) {
      exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    return from;
  }

  /// The whole content, whatever is asked for.
  static Answer alwaysWhole(byte[] content) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
    };
  }

  /// The length is promised, but the connection ends before.
  static Answer cut(byte[] content, int after) {
    return exchange -> {
      int from = promised(exchange, content);
      exchange.getResponseBody().write(content, from, after);
      exchange.getResponseBody().flush();
    };
  }

  /// The length is promised, and nothing comes until the latch opens.
  static Answer stalled(byte[] content, CountDownLatch until) {
    return exchange -> {
      cut(content, 0).to(exchange);
      try {
        until.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /// Nothing but a status.
  static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
