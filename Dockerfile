# Builds from the tree: docker build -t voronka .
FROM node:20-bookworm-slim AS client
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web ./
COPY internal/api/v1/openapi.json ../internal/api/v1/openapi.json
RUN npm run build

FROM golang:1.26-bookworm AS program
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd cmd
COPY internal internal
COPY web/embed.go web/embed.go
COPY --from=client /src/web/dist web/dist
ARG VERSION=docker
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X voronka/internal/app.Version=${VERSION}" -o /voronka ./cmd/voronka \
    && mkdir /data /empty

FROM scratch
COPY --from=program /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=program /voronka /voronka
COPY --from=program --chown=65532:65532 /data /data
COPY --from=program --chown=65532:65532 /empty /tmp
USER 65532:65532
ENV VORONKA_DATA=/data VORONKA_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/voronka"]
CMD ["serve"]
