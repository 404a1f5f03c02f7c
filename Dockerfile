# syntax=docker/dockerfile:1

FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=unknown
RUN make build VERSION="$VERSION"

# Static binary, certificates and time zones, no shell, uid 65532.
FROM gcr.io/distroless/static-debian12:nonroot
LABEL org.opencontainers.image.title="portal" \
      org.opencontainers.image.licenses="EUPL-1.2"
COPY --from=build /src/bin/portal /usr/local/bin/portal
COPY --from=build /src/LICENSE /usr/share/doc/portal/LICENSE
USER 65532:65532
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/usr/local/bin/portal", "check", "--live", "self"]
ENTRYPOINT ["/usr/local/bin/portal"]
CMD ["serve"]
